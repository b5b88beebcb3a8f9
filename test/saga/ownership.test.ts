import { describe, expect, test } from '@jest/globals';
import { observe } from '../../local/start/observe.ts';
import { auditTrail, dataIn, runSaga, startSaga, useCloud } from '../support/cloud.ts';

const cloud = useCloud();
const transaction = (TransactionId: string, simulateFail?: unknown) => ({
  TransactionDetails: { TransactionId, simulateFail },
});

describe('a second execution for a transaction', () => {
  test('that is committed is refused and changes nothing of the first', async () => {
    const first = await runSaga(cloud(), transaction('committed'));

    const second = await runSaga(cloud(), transaction('committed'));

    expect(second).toMatchObject({ status: 'FAILED', error: 'DuplicateTransaction', statesEntered: 2 });
    expect(second.record).toEqual(first.record);
  });

  test('that is committed, failing at random or on purpose, rolls nothing of the first back', async () => {
    const first = await runSaga(cloud(), transaction('failing-twin'));

    for (const fault of ['ProcessRecords', { step: 'ProcessRecords', phase: 'rollback', times: 1 }]) {
      const second = await runSaga(cloud(), transaction('failing-twin', fault));
      expect(second.status).toBe('FAILED');
      expect(second.record).toEqual(first.record);
    }
  });

  test('that is running is refused, and the first commits', async () => {
    const first = await startSaga(
      cloud(),
      transaction('running', { step: 'CommitRecords', phase: 'timeout', times: 1 }),
    );
    const second = await startSaga(
      cloud(),
      transaction('running', { step: 'CommitRecords', phase: 'timeout', times: 1 }),
    );
    await Promise.all([first, second].map((executionArn) => cloud().stepFunctions.waitForEnd(executionArn)));

    const outcomes = await Promise.all([first, second].map((executionArn) => observe(cloud(), executionArn)));

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['FAILED', 'SUCCEEDED']);
    expect(outcomes.find(({ status }) => status === 'FAILED')?.error).toBe('DuplicateTransaction');
    expect(outcomes[0]?.record).toMatchObject({ Status: 'COMMITTED' });
    expect(auditTrail(outcomes[0] as (typeof outcomes)[0])).toHaveLength(3);
  }, 30_000);

  test('that was rolled back takes the record over, and the audit trail keeps both', async () => {
    const first = await runSaga(cloud(), transaction('again', 'CommitRecords'));
    const second = await runSaga(cloud(), { ...transaction('again'), Attempt: 2 });

    expect(first.record).toMatchObject({ Status: 'ROLLED_BACK' });
    expect(second).toMatchObject({ status: 'SUCCEEDED', record: { Status: 'COMMITTED' } });
    expect(second.record).not.toHaveProperty('Error');
    expect(second.record).not.toHaveProperty('ExpiresAt');
    expect(dataIn(second)).toHaveLength(3);
    expect(auditTrail(second)).toHaveLength(5 + 3);
  });

  test('that was rolled back and fails again in its first step leaves a record of its own failure', async () => {
    await runSaga(cloud(), transaction('twice-failed', 'CommitRecords'));
    const second = await runSaga(
      cloud(),
      transaction('twice-failed', { step: 'ProcessRecords', phase: 'before', error: 'Second' }),
    );

    expect(second).toMatchObject({
      status: 'FAILED',
      error: 'Second',
      record: { Status: 'ROLLED_BACK', Error: { Step: 'ProcessRecords', Name: 'Second' } },
    });
  });
});

test('an id that is the name of a property of every object is an id like any other', async () => {
  for (const id of ['__proto__', 'constructor', 'toString']) {
    expect(await runSaga(cloud(), transaction(id), `${id}-1`)).toMatchObject({
      transactionId: id,
      status: 'SUCCEEDED',
      record: { TransactionId: id },
    });
  }
});
