import { describe, expect, test } from '@jest/globals';
import { SAGA_STEPS } from '../../contract/saga.ts';
import { observe } from '../../local/start/observe.ts';
import { auditTrail, dataIn, runSaga, startSaga, useCloud } from '../support/cloud.ts';
import { HeldWrites } from './support/held-writes.ts';
import { noEvents, recover, stop } from './support/recoveries.ts';

const writes = new HeldWrites();
const cloud = useCloud({ faults: { dynamodb: writes.beforeRequest, events: noEvents } });

const transaction = (TransactionId: string, simulateFail?: unknown) => ({
  TransactionDetails: { TransactionId, simulateFail },
});
const ROLLBACKS = SAGA_STEPS.toReversed().map((step) => `RolledBack ${step}`);

/** Lets go what was held, and waits until it is on the table, or refused. */
async function release(transactionId: string): Promise<void> {
  writes.release(transactionId);
  await cloud().clock.idle();
}

/** Starts a saga and stops it while a step's write is on its way to the table. */
async function stoppedAt(transactionId: string, step: string): Promise<string> {
  const came = writes.hold({ transactionId, step });
  const executionArn = await startSaga(cloud(), transaction(transactionId));
  await came;
  await stop(cloud(), executionArn);
  return executionArn;
}

describe('an execution that is stopped while a step writes', () => {
  test.each(SAGA_STEPS)('is rolled back, and the write that lands late is refused: %s', async (step) => {
    const id = `late-${step}`;
    const executionArn = await stoppedAt(id, step);
    const earlier = SAGA_STEPS.slice(0, SAGA_STEPS.indexOf(step)).map((name) => `Success ${name}`);

    expect(await recover(cloud(), executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: { Decision: 'Recover' },
    });

    const recovered = await observe(cloud(), executionArn);
    expect(recovered.record).toMatchObject({
      ExecutionId: executionArn,
      Status: 'ROLLED_BACK',
      Error: { Name: 'Stopped', Cause: 'by hand' },
      Saga: [...SAGA_STEPS],
    });
    expect(recovered.record?.ExpiresAt).toBeGreaterThan(Date.now() / 1_000 + 89 * 86_400);
    expect(auditTrail(recovered)).toEqual([...earlier, ...ROLLBACKS]);
    await release(id);
    expect((await observe(cloud(), executionArn)).record).toEqual(recovered.record);
  });

  test.each(SAGA_STEPS)('is rolled back with the write that landed before: %s', async (step) => {
    const id = `landed-${step}`;
    const executionArn = await stoppedAt(id, step);
    await release(id);
    const upToIt = SAGA_STEPS.slice(0, SAGA_STEPS.indexOf(step) + 1);
    expect(dataIn(await observe(cloud(), executionArn))).toEqual([...upToIt].sort());

    await recover(cloud(), executionArn);

    const recovered = await observe(cloud(), executionArn);
    expect(recovered.record).toMatchObject({ Status: 'ROLLED_BACK' });
    expect(dataIn(recovered)).toEqual([]);
    expect(auditTrail(recovered)).toEqual([...upToIt.map((name) => `Success ${name}`), ...ROLLBACKS]);
  });

  test('by its recovery, again and by two at once: each rollback stands once in the audit trail', async () => {
    const executionArn = await stoppedAt('twice', 'CommitRecords');

    const recoveries = await Promise.all([1, 2].map(() => recover(cloud(), executionArn)));
    const again = await recover(cloud(), executionArn);

    expect(recoveries.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(again).toMatchObject({ status: 'SUCCEEDED', output: { Decision: 'RolledBack' } });
    expect(auditTrail(await observe(cloud(), executionArn))).toEqual([
      'Success ProcessRecords',
      'Success TransformRecords',
      ...ROLLBACKS,
    ]);
    await release('twice');
  });

  test('of a transaction that an earlier attempt rolled back takes the record over, and shuts its own door', async () => {
    await runSaga(cloud(), transaction('attempted', 'CommitRecords'));
    const executionArn = await stoppedAt('attempted', 'ProcessRecords');

    expect(await recover(cloud(), executionArn)).toMatchObject({ output: { Decision: 'Recover' } });

    const { record } = await observe(cloud(), executionArn);
    expect(record).toMatchObject({ ExecutionId: executionArn, Status: 'ROLLED_BACK', Error: { Name: 'Stopped' } });
    await release('attempted');
    expect((await observe(cloud(), executionArn)).record).toEqual(record);
  });

  test('before its first write leaves the transaction to the next attempt', async () => {
    const executionArn = await stoppedAt('next', 'ProcessRecords');
    await recover(cloud(), executionArn);
    await release('next');

    const next = await runSaga(cloud(), { ...transaction('next'), Attempt: 2 });

    expect(next).toMatchObject({ status: 'SUCCEEDED', record: { Status: 'COMMITTED' } });
  });

  test('after another has taken its transaction is left alone, and so is the other', async () => {
    const executionArn = await stoppedAt('taken', 'ProcessRecords');
    await release('taken');
    await recover(cloud(), executionArn);
    const other = await runSaga(cloud(), { ...transaction('taken'), Attempt: 2 });

    expect(await recover(cloud(), executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: { Decision: 'NotMine' },
    });
    expect((await observe(cloud(), executionArn)).record).toEqual(other.record);
  });
});
