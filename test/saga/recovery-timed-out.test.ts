import { beforeAll, describe, expect, test } from '@jest/globals';
import { SAGA_STEPS } from '../../contract/saga.ts';
import { observe } from '../../local/start/observe.ts';
import { auditTrail, dataIn, runSaga, useCloud } from '../support/cloud.ts';
import { HeldWrites } from './support/held-writes.ts';
import { noEvents, recover, withTimeout } from './support/recoveries.ts';

const writes = new HeldWrites();
const cloud = useCloud({ faults: { dynamodb: writes.beforeRequest, events: noEvents } });

/** Starts a saga that may take four seconds. */
let start: (input: unknown) => Promise<string>;
beforeAll(async () => {
  start = await withTimeout(cloud(), 4);
  // A Lambda's first start takes a part of them.
  await Promise.all(SAGA_STEPS.map((step) => runSaga(cloud(), transaction(`warm-${step}`))));
});

const transaction = (TransactionId: string, simulateFail?: unknown) => ({
  TransactionDetails: { TransactionId, simulateFail },
});

describe('an execution that times out', () => {
  test('in each of its steps is rolled back, and the late write is refused', async () => {
    const started = SAGA_STEPS.map(async (step) => {
      void writes.hold({ transactionId: step, step });
      return start(transaction(step));
    });
    for (const [index, executionArn] of (await Promise.all(started)).entries()) {
      const step = SAGA_STEPS[index] ?? '';
      expect(await observe(cloud(), executionArn)).toMatchObject({ status: 'TIMED_OUT' });

      expect(await recover(cloud(), executionArn)).toMatchObject({ status: 'SUCCEEDED' });
      writes.release(step);
      await cloud().clock.idle();

      const outcome = await observe(cloud(), executionArn);
      expect(outcome.record).toMatchObject({ Status: 'ROLLED_BACK', Error: { Name: 'States.Timeout' } });
      expect(outcome.record?.Error).not.toHaveProperty('Step');
      expect(dataIn(outcome)).toEqual([]);
      expect(auditTrail(outcome)).toEqual([
        ...SAGA_STEPS.slice(0, index).map((name) => `Success ${name}`),
        ...SAGA_STEPS.toReversed().map((name) => `RolledBack ${name}`),
      ]);
    }
  });

  test('in the midst of its rollback keeps the error that it rolled back for', async () => {
    void writes.hold({ transactionId: 'half', step: 'ProcessRecords', of: 'rollback' });
    const executionArn = await start(transaction('half', { step: 'TransformRecords', phase: 'after' }));
    expect(await observe(cloud(), executionArn)).toMatchObject({
      status: 'TIMED_OUT',
      record: { Status: 'ROLLING_BACK' },
    });
    writes.release('half');

    await recover(cloud(), executionArn);

    const outcome = await observe(cloud(), executionArn);
    expect(outcome.record).toMatchObject({
      Status: 'ROLLED_BACK',
      Error: { Step: 'TransformRecords', Name: 'SimulatedFailure' },
    });
    const trail = auditTrail(outcome);
    expect(new Set(trail).size).toBe(trail.length);
  });

  test('whatever its input asks to simulate: a recovery simulates nothing', async () => {
    const faults = [true, 'CommitRecords', { step: 'ProcessRecords', phase: 'timeout' }];
    const rollback = { step: 'CommitRecords', phase: 'rollback', error: 'LedgerDown' };
    void writes.hold({ transactionId: 'simulated-3', step: 'CommitRecords' });
    const started = [...faults, rollback].map((fault, index) => start(transaction(`simulated-${index}`, fault)));

    for (const executionArn of await Promise.all(started)) {
      const { status } = await observe(cloud(), executionArn);
      const recovery = await recover(cloud(), executionArn);
      expect(recovery).toMatchObject({ status: 'SUCCEEDED' });
      const { record } = await observe(cloud(), executionArn);
      expect([status, record?.Status]).toEqual([status, status === 'SUCCEEDED' ? 'COMMITTED' : 'ROLLED_BACK']);
    }
    writes.release('simulated-3');
  });
});
