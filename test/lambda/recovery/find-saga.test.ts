import type { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { SAGA_STEPS } from '../../../contract/saga.ts';
import { defineFindSaga } from '../../../lambda/recovery/define-find-saga.ts';
import { createFindSagaRuntime, createSweepRuntime } from '../../../lambda/recovery/runtimes.ts';
import { stubAws } from '../../support/aws-stub.ts';
import { CONTEXT } from '../tasks.ts';

// What is not stubbed throws: a look that writes would be seen.
const aws = stubAws(SFNClient, DynamoDBClient);
const SAGA_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:Saga';
const ARN = 'arn:aws:states:us-east-1:000000000000:execution:Saga:1-1';
const EVENT = { Input: { ExecutionArn: ARN }, Saga: SAGA_STEPS };

const findSaga = (event: unknown) =>
  defineFindSaga({
    executions: { client: new SFNClient({}), sagaArn: SAGA_ARN },
    table: { client: new DynamoDBClient({}), name: 'Transactions' },
    retentionDays: 90,
    logger: { addContext() {}, info() {} } as unknown as Logger,
    now: () => new Date('2026-01-02T00:00:00Z'),
  })(event, CONTEXT);

function described(overrides: object = {}): void {
  aws.on(DescribeExecutionCommand).resolves({
    executionArn: ARN,
    name: '1-1',
    status: 'TIMED_OUT',
    startDate: new Date(Date.parse('2026-01-01T12:00:00.120Z')),
    input: '{"TransactionDetails":{"TransactionId":"1"}}',
    ...overrides,
  });
}

describe('FindSaga', () => {
  test('says when the execution started as the execution itself says it, with milliseconds', async () => {
    described();
    aws.on(GetItemCommand).resolves({});
    expect(await findSaga(EVENT)).toMatchObject({
      Decision: 'Recover',
      Execution: { Id: ARN, Name: '1-1', StartTime: '2026-01-01T12:00:00.120Z' },
    });
  });

  test('reads the record consistently, and none where the execution says enough', async () => {
    described();
    aws.on(GetItemCommand).resolves({});
    await findSaga(EVENT);
    expect(aws.inputs(GetItemCommand)).toMatchObject([{ Key: { TransactionId: { S: '1' } }, ConsistentRead: true }]);
    described({ status: 'SUCCEEDED' });
    await findSaga(EVENT);
    expect(aws.inputs(GetItemCommand)).toHaveLength(1);
  });

  test.each(['ExecutionDoesNotExist', 'InvalidArn'])('is an UnknownExecution where AWS answers %s', async (name) => {
    aws.on(DescribeExecutionCommand).rejects(Object.assign(new Error('no'), { name }));
    await expect(findSaga(EVENT)).rejects.toMatchObject({
      name: 'UnknownExecution',
      message: `there is no execution ${ARN}: AWS keeps them for 90 days`,
    });
  });

  test('passes on any other error, which is retried', async () => {
    const throttled = Object.assign(new Error('slow'), { name: 'ThrottlingException' });
    aws.on(DescribeExecutionCommand).rejects(throttled);
    await expect(findSaga(EVENT)).rejects.toBe(throttled);
  });

  test.each([
    ['of a Map run', `${ARN.replace(':1-1', '/Map:1-1')}`],
    ['of an Express workflow', ARN.replace(':execution:', ':express:')],
    ['of a machine whose name begins alike', ARN.replace('Saga:', 'Saga2:')],
    ['with a part too much', `${ARN}:2`],
    ['of another region', ARN.replace('us-east-1', 'eu-west-1')],
  ])('asks AWS nothing about an ARN %s', async (_, ExecutionArn) => {
    await expect(findSaga({ ...EVENT, Input: { ExecutionArn } })).rejects.toMatchObject({ name: 'UnknownExecution' });
    expect(aws.requests()).toBe(0);
  });

  test.each([[{}], [{ ...EVENT, Saga: [] }], [{ ...EVENT, Saga: [1] }], [42]])(
    'is for the state machine to invoke, which names the steps: %j',
    async (event) => {
      await expect(findSaga(event)).rejects.toThrow(/^Saga is .*: this function is for the recovery's state machine/);
    },
  );
});

describe('the environment', () => {
  const FOR_BOTH = { SAGA_STATE_MACHINE_ARN: SAGA_ARN, TABLE_NAME: 'Transactions' };
  const FOR_SWEEP = { RECOVERY_STATE_MACHINE_ARN: 'r', SAGA_STEPS: 'A,B', SAGA_TIMEOUT_SECONDS: '3600' };

  test('of the function that looks is complete, or its start fails', () => {
    const env = { ...FOR_BOTH, RECORD_RETENTION_DAYS: '90' };
    expect(createFindSagaRuntime(env)).toMatchObject({ executions: { sagaArn: SAGA_ARN }, retentionDays: 90 });
    for (const name of Object.keys(env)) {
      expect(() => createFindSagaRuntime({ ...env, [name]: undefined })).toThrow(`${name} is not set`);
    }
  });

  test('of the sweep is complete, or its start fails', () => {
    const env = { ...FOR_BOTH, ...FOR_SWEEP };
    expect(createSweepRuntime(env)).toMatchObject({ steps: ['A', 'B'], sagaTimeoutSeconds: 3_600, recoveryArn: 'r' });
    for (const name of Object.keys(env)) {
      expect(() => createSweepRuntime({ ...env, [name]: undefined })).toThrow(`${name} is not set`);
    }
  });
});
