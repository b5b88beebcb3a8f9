import { describe, expect, test } from '@jest/globals';
import type { Delivery } from '../../../local/events/delivery.ts';
import { AwsError } from '../../../local/http/aws-error.ts';
import { arnOf, cloudOf, executions, FAILED, FAILING, messages, PASSING, QUEUE, rule, start } from './rules.ts';

const busy = () => new AwsError('ThrottlingException', 'slow down');
const to = (Arn: unknown, target: object = {}) =>
  rule({ EventPattern: FAILED, Targets: [{ Id: 'T', Arn, ...target }] });
const DeadLetterConfig = { Arn: arnOf('DeadLetters') };

/** How a failed execution's event fares with this target, told of each attempt. */
async function deliver(
  target: object,
  events: (delivery: Delivery) => undefined | { lose: true } | { times: number } | { delayMs: number },
  arn: unknown = arnOf('PASSING'),
) {
  const resources = { FAILING, PASSING, Queue: QUEUE, DeadLetters: QUEUE, Rule: to(arn, target) };
  const cloud = await cloudOf(resources, { faults: { events } });
  const executionArn = start(cloud, 'Failing');
  await cloud.idle();
  return { cloud, executionArn, delivered: executions(cloud, 'Passing'), dead: await messages(cloud, 'DeadLetters') };
}

describe('a delivery', () => {
  test('may get lost, and nobody learns of it', async () => {
    const { delivered, dead } = await deliver({ DeadLetterConfig }, () => ({ lose: true }));

    expect([delivered, dead]).toEqual([[], []]);
  });

  test('may come more than once: each starts an execution of its own', async () => {
    const { delivered } = await deliver({}, () => ({ times: 2 }));

    expect(new Set(delivered.map(({ arn }) => arn)).size).toBe(2);
    expect(delivered[0]?.props.input).toBe(delivered[1]?.props.input);
  });

  test('may come late', async () => {
    const { cloud, executionArn, delivered } = await deliver({}, () => ({ delayMs: 5000 }));

    const ended = cloud.stepFunctions.execution(executionArn).stopDate ?? 0;
    expect((delivered[0]?.startDate ?? 0) - ended).toBeGreaterThanOrEqual(5000);
  });

  test('that fails is tried again with back-off, until it comes through', async () => {
    const retries: number[] = [];
    const { delivered, dead } = await deliver({ DeadLetterConfig }, (delivery) => {
      retries.push(delivery.retries);
      if (delivery.retries < 3) throw busy();
      return undefined;
    });

    expect([retries, delivered.length, dead]).toEqual([[0, 1, 2, 3], 1, []]);
  });

  test('that fails more often than its retry policy allows goes to the dead letters, with the reason', async () => {
    const RetryPolicy = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 };
    const { cloud, executionArn, delivered, dead } = await deliver({ DeadLetterConfig, RetryPolicy }, () => {
      throw busy();
    });

    expect(delivered).toEqual([]);
    expect(dead).toEqual([
      {
        body: expect.objectContaining({ source: 'aws.states', resources: [executionArn] }),
        attributes: {
          RULE_ARN: cloud.resources('AWS::Events::Rule')[0]?.attributes.Arn,
          TARGET_ARN: cloud.stepFunctions.arnOf('Passing'),
          ERROR_CODE: 'THROTTLING',
          ERROR_MESSAGE: 'slow down',
          EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
          RETRY_ATTEMPTS: '2',
        },
      },
    ]);
  });

  test('that fails for longer than its retry policy allows goes to the dead letters as well', async () => {
    const RetryPolicy = { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 60 };
    const { dead } = await deliver({ DeadLetterConfig, RetryPolicy }, () => {
      throw busy();
    });

    expect(dead).toMatchObject([{ attributes: { EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' } }]);
    expect(Number(dead[0]?.attributes.RETRY_ATTEMPTS)).toBeGreaterThan(3);
  });

  test('to what is not there goes to the dead letters without a retry', async () => {
    const gone = 'arn:aws:states:us-east-1:000000000000:stateMachine:Gone';
    const { dead } = await deliver({ DeadLetterConfig }, () => undefined, gone);

    expect(dead).toMatchObject([{ attributes: { TARGET_ARN: gone, ERROR_CODE: 'NO_RESOURCE', RETRY_ATTEMPTS: '0' } }]);
    expect(dead[0]?.attributes).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
  });

  test('of what is no input for its target goes to the dead letters without a retry', async () => {
    const InputTransformer = { InputPathsMap: { missing: '$.detail.missing' }, InputTemplate: '{"x":<missing>}' };
    const { dead } = await deliver({ DeadLetterConfig, InputTransformer }, () => undefined);

    expect(dead).toMatchObject([{ attributes: { ERROR_CODE: 'SDK_CLIENT_ERROR', RETRY_ATTEMPTS: '0' } }]);
  });

  test('that neither its target nor its queue for dead letters takes is dropped', async () => {
    const gone = { Arn: 'arn:aws:sqs:us-east-1:000000000000:gone' };
    const { delivered, dead } = await deliver(
      { DeadLetterConfig: gone },
      () => undefined,
      'arn:aws:states:us-east-1:000000000000:stateMachine:Gone',
    );

    expect([delivered, dead]).toEqual([[], []]);
  });

  test('that fails is dropped where there is no queue for dead letters', async () => {
    const { delivered, dead } = await deliver({ RetryPolicy: { MaximumRetryAttempts: 0 } }, () => {
      throw busy();
    });

    expect([delivered, dead]).toEqual([[], []]);
  });
});
