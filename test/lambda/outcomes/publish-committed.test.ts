import type { Logger } from '@aws-lambda-powertools/logger';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { parseOutcome } from '../../../contract/outcome.ts';
import { definePublishCommitted } from '../../../lambda/outcomes/define-publish-committed.ts';
import { createPublishRuntime } from '../../../lambda/outcomes/runtime.ts';
import { stubAws } from '../../support/aws-stub.ts';
import { CONTEXT } from '../tasks.ts';

const aws = stubAws(SFNClient, SNSClient);
const ARN = 'arn:aws:states:us-east-1:000000000000:execution:Saga:1-2';
const input = JSON.stringify({
  Payload: { TransactionDetails: { TransactionId: '1' }, Attempt: 2, CorrelationId: 'order 7' },
});
const OUTCOME = {
  TransactionId: '1',
  Attempt: 2,
  CorrelationId: 'order 7',
  ExecutionArn: ARN,
  Status: 'COMMITTED',
  Time: '2026-01-02T00:00:00.000Z',
};

const publish = (detail: unknown) =>
  definePublishCommitted({
    executions: {
      client: new SFNClient({}),
      sagaArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:Saga',
    },
    sns: new SNSClient({}),
    topicArn: 'arn:aws:sns:us-east-1:000000000000:Outcomes',
    logger: { addContext() {}, info() {} } as unknown as Logger,
    now: () => new Date('2026-01-02T00:00:00Z'),
  })(detail, CONTEXT);

describe('telling of a saga that committed', () => {
  beforeEach(() => {
    aws.on(PublishCommand).resolves({});
  });

  test('publishes its outcome, with the status as an attribute, and asks nothing else', async () => {
    await publish({ executionArn: ARN, status: 'SUCCEEDED', input });
    const [sent] = aws.inputs(PublishCommand);
    expect(sent).toMatchObject({
      TopicArn: 'arn:aws:sns:us-east-1:000000000000:Outcomes',
      MessageAttributes: { Status: { DataType: 'String', StringValue: 'COMMITTED' } },
    });
    expect(parseOutcome(sent?.Message ?? '')).toEqual(OUTCOME);
    expect(aws.requests()).toBe(1);
  });

  test('asks Step Functions for an input that is too large for the event', async () => {
    aws.on(DescribeExecutionCommand).resolves({
      executionArn: ARN,
      name: '1-2',
      status: 'SUCCEEDED',
      startDate: new Date(0),
      input,
    });
    await publish({ executionArn: ARN, status: 'SUCCEEDED', input: null, inputDetails: { included: false } });
    expect(parseOutcome(aws.inputs(PublishCommand)[0]?.Message ?? '')).toEqual(OUTCOME);
  });

  test('passes on what SNS refuses, so that Lambda tries again', async () => {
    aws.on(PublishCommand).rejects(new Error('throttled'));
    await expect(publish({ executionArn: ARN, status: 'SUCCEEDED', input })).rejects.toThrow('throttled');
  });

  test.each([[{ executionArn: ARN, status: 'FAILED', input }], [{}], ['hello']])(
    'tells nothing of %j',
    async (detail) => {
      await expect(publish(detail)).rejects.toThrow(/but has to be that of an execution that SUCCEEDED/);
      expect(aws.requests()).toBe(0);
    },
  );

  test('tells nothing of an execution of another machine', async () => {
    const executionArn = ARN.replace(':Saga:', ':Other:');
    await expect(publish({ executionArn, status: 'SUCCEEDED', input })).rejects.toMatchObject({
      name: 'UnknownExecution',
    });
    expect(aws.requests()).toBe(0);
  });
});

test('its surroundings name the variable that is missing', () => {
  expect(() => createPublishRuntime({ SAGA_STATE_MACHINE_ARN: 'x' })).toThrow('OUTCOME_TOPIC_ARN is not set');
});
