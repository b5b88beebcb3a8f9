import { beforeAll, describe, expect, test } from '@jest/globals';
import { SAGA_STEPS } from '../../contract/saga.ts';
import { runSaga, startSaga, useCloud } from '../support/cloud.ts';
import { HeldWrites } from './support/held-writes.ts';
import { subscribe, told as toldTo } from './support/outcomes.ts';
import { recover, stop } from './support/recoveries.ts';

const writes = new HeldWrites();
const cloud = useCloud({ faults: { dynamodb: writes.beforeRequest } });

/** URLs of queues that are subscribed to the topic. */
const queues = { all: '', failures: '' };
beforeAll(async () => {
  queues.all = await subscribe(cloud(), 'all');
  queues.failures = await subscribe(cloud(), 'failures', { Status: ['ROLLED_BACK', 'ROLLBACK_FAILED'] });
});

const told = (queueUrl = queues.all) => toldTo(cloud(), queueUrl);

const transaction = (TransactionId: string, simulateFail?: unknown) => ({
  TransactionDetails: { TransactionId, simulateFail },
  Attempt: 2,
  CorrelationId: `order of ${TransactionId}`,
});

describe('a saga that is rolled back', () => {
  test.each(SAGA_STEPS)('tells so once, with the step that failed, its error and its cause: %s', async (step) => {
    const { error, cause } = await runSaga(cloud(), transaction(step, step), `${step}-2`);
    expect(await told()).toEqual([
      {
        TransactionId: step,
        Attempt: 2,
        CorrelationId: `order of ${step}`,
        ExecutionArn: expect.stringMatching(new RegExp(`:${step}-2$`)),
        Status: 'ROLLED_BACK',
        FailedStep: step,
        Error: error,
        Cause: cause,
        Time: expect.any(String),
      },
    ]);
  });

  test('tells the first attempt and no correlation id where the input has neither', async () => {
    await runSaga(cloud(), {
      Payload: { TransactionDetails: { TransactionId: 'bare', simulateFail: 'CommitRecords' } },
    });
    const [outcome] = await told();
    expect(outcome).toMatchObject({ TransactionId: 'bare', Attempt: 1 });
    expect(outcome).not.toHaveProperty('CorrelationId');
  });
});

describe('a saga whose rollback failed for good', () => {
  const FAULT = { step: 'ProcessRecords', phase: 'rollback', error: 'LedgerDown' };

  test.each([
    ['input', (id: string) => transaction(id, FAULT)],
    ['Payload', (id: string) => ({ Payload: transaction(id, FAULT) })],
  ])('tells so, with what stands beside the transaction in its %s', async (form, input) => {
    const id = `failed-in-${form}`;
    const executionArn = await startSaga(cloud(), input(id));
    expect(await cloud().stepFunctions.waitForEnd(executionArn)).toMatchObject({ error: 'RollbackFailed' });
    expect(await told()).toEqual([
      {
        TransactionId: id,
        Attempt: 2,
        CorrelationId: `order of ${id}`,
        ExecutionArn: executionArn,
        Status: 'ROLLBACK_FAILED',
        FailedStep: 'ProcessRecords',
        Error: 'SimulatedFailure',
        Cause: expect.any(String),
        Time: expect.any(String),
      },
    ]);
  });

  test('tells the first attempt where the input leaves it out', async () => {
    await runSaga(cloud(), { TransactionDetails: { TransactionId: 'failed-bare', simulateFail: FAULT } });
    const [outcome] = await told();
    expect(outcome).toMatchObject({ TransactionId: 'failed-bare', Attempt: 1 });
    expect(outcome).not.toHaveProperty('CorrelationId');
  });

  test('tells again when a recovery has rolled it back', async () => {
    const executionArn = await startSaga(cloud(), transaction('mended', FAULT));
    await cloud().stepFunctions.waitForEnd(executionArn);
    expect(await told()).toMatchObject([{ Status: 'ROLLBACK_FAILED' }]);
    expect(await recover(cloud(), executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await told()).toMatchObject([
      {
        TransactionId: 'mended',
        Attempt: 2,
        CorrelationId: 'order of mended',
        ExecutionArn: executionArn,
        Status: 'ROLLED_BACK',
        Error: 'RollbackFailed',
      },
    ]);
  });
});

test('a saga that was stopped is told of by its recovery', async () => {
  const came = writes.hold({ transactionId: 'stopped', step: 'TransformRecords' });
  const executionArn = await startSaga(cloud(), transaction('stopped'));
  await came;
  await stop(cloud(), executionArn);
  writes.release('stopped');
  expect(await told()).toMatchObject([
    { TransactionId: 'stopped', ExecutionArn: executionArn, Status: 'ROLLED_BACK', Error: 'Stopped', Cause: 'by hand' },
  ]);
});

describe('a saga that commits', () => {
  test('is told of at the price of no transition', async () => {
    const { statesEntered } = await runSaga(cloud(), transaction('committed'), 'committed-2');
    expect(statesEntered).toBe(3);
    expect(await told()).toEqual([
      {
        TransactionId: 'committed',
        Attempt: 2,
        CorrelationId: 'order of committed',
        ExecutionArn: expect.stringMatching(/:committed-2$/),
        Status: 'COMMITTED',
        Time: expect.any(String),
      },
    ]);
  });
});

test('nothing is told of what was refused: it says nothing of the transaction', async () => {
  await runSaga(cloud(), { hello: 1 });
  expect(await told()).toEqual([]);
});

test('a subscription can be filtered by the status', async () => {
  await told(queues.failures);
  await runSaga(cloud(), transaction('filtered-1'));
  await runSaga(cloud(), transaction('filtered-2', 'CommitRecords'));
  expect(await told()).toHaveLength(2);
  expect(await told(queues.failures)).toMatchObject([{ TransactionId: 'filtered-2' }]);
});
