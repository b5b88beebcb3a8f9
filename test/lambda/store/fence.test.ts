import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { STATUS } from '../../../contract/saga.ts';
import { forward } from '../../../lambda/store/forward.ts';
import type { Writer } from '../../../lambda/store/record.ts';
import { rollback } from '../../../lambda/store/rollback.ts';
import { type LocalTable, startLocalTable } from './local-table.ts';
import { EARLIER, FAILURE, LATER, MINE, NOW, newTransactionId, SAGA, writer } from './writers.ts';

let local: LocalTable;
beforeAll(async () => {
  local = await startLocalTable();
});
afterAll(() => local.close());

const data = (step: string) => ({ Of: step });
const write = (by: Writer) => forward(local.table, by, data(by.step));
const undo = (by: Writer) => rollback(local.table, by, { ...FAILURE, step: by.step, cause: `${by.step} failed` });
const recover = (by: Writer) => rollback(local.table, by, { error: 'States.Timeout' }, { resume: true });
const entries = async (id: string) => {
  const { Steps } = { ...(await local.get(id)) } as { Steps: { Execution: string; Name: string; Status: string }[] };
  return Steps.map(({ Execution, Name, Status }) => `${Execution} ${Name} ${Status}`);
};

/** What the state machine does, having no Lambda for it. */
async function close(id: string, ClosedAt: string): Promise<void> {
  await local.put({ ...(await local.get(id)), TransactionId: id, Status: STATUS.rolledBack, ClosedAt, ExpiresAt: 1 });
}

async function rolledBackBy(execution: Writer['execution'], closedAt: string): Promise<string> {
  const id = newTransactionId();
  await write(writer(id, 'Process', execution));
  await undo(writer(id, 'Transform', execution));
  await undo(writer(id, 'Process', execution));
  await close(id, closedAt);
  return id;
}

describe('a saga that goes well', () => {
  test('leaves a committed record with the data of each step after one write each', async () => {
    const id = newTransactionId();
    for (const step of SAGA) expect(await write(writer(id, step))).toBe('written');
    const map = (step: string) => ({ Data: data(step), LastUpdated: NOW });
    expect(await local.get(id)).toEqual({
      TransactionId: id,
      ExecutionId: MINE.id,
      Status: STATUS.committed,
      Saga: SAGA,
      Steps: SAGA.map((Name) => ({ Execution: MINE.id, Name, Status: 'Success', Ts: NOW })),
      Process: map('Process'),
      Transform: map('Transform'),
      Commit: map('Commit'),
      ClosedAt: NOW,
    });
  });

  test('is in progress from its first write on, and not closed before the last', async () => {
    const id = newTransactionId();
    await write(writer(id, 'Process'));
    expect(await local.get(id)).toMatchObject({ Status: STATUS.inProgress, Saga: SAGA });
    await write(writer(id, 'Transform'));
    expect(await local.get(id)).toMatchObject({ Status: STATUS.inProgress });
    expect(await local.get(id)).not.toHaveProperty('ClosedAt');
  });

  test('of one step begins, commits and closes with one write', async () => {
    const id = newTransactionId();
    const only = { ...writer(id, 'Only'), saga: ['Only'] };
    await write(only);
    expect(await local.get(id)).toMatchObject({ Status: STATUS.committed, ClosedAt: NOW, Saga: ['Only'] });
    expect(await write(only)).toBe('present');
  });
});

describe('a write that is repeated', () => {
  test.each(SAGA)('leaves one effect and one audit entry: %s', async (step) => {
    const id = newTransactionId();
    for (const earlier of SAGA.slice(0, SAGA.indexOf(step))) await write(writer(id, earlier));
    await write(writer(id, step));
    const before = await local.get(id);
    expect(await forward(local.table, writer(id, step), 'other data')).toBe('present');
    expect(await local.get(id)).toEqual(before);
  });

  test('after the step that follows leaves one effect and one audit entry', async () => {
    const id = newTransactionId();
    await write(writer(id, 'Process'));
    await write(writer(id, 'Transform'));
    expect(await write(writer(id, 'Process'))).toBe('present');
    expect(await entries(id)).toEqual(['arn:mine Process Success', 'arn:mine Transform Success']);
  });

  test('as a rollback leaves one audit entry', async () => {
    const id = newTransactionId();
    await write(writer(id, 'Process'));
    expect(await undo(writer(id, 'Process'))).toBe('rolled back');
    expect(await undo(writer(id, 'Process'))).toBe('nothing to undo');
    expect(await entries(id)).toEqual(['arn:mine Process Success', 'arn:mine Process RolledBack']);
  });

  test('at the same time leaves one effect and one audit entry', async () => {
    const id = newTransactionId();
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => write(writer(id, 'Process'))));
    expect(outcomes.toSorted()).toEqual(['present', 'present', 'present', 'present', 'written']);
    expect(await entries(id)).toEqual(['arn:mine Process Success']);
  });
});

describe('a second execution of a transaction', () => {
  test.each([
    ['is running', ['Process']],
    ['has committed', SAGA],
  ])('is refused and changes nothing where the first %s', async (_, steps) => {
    const id = newTransactionId();
    for (const step of steps) await write(writer(id, step));
    const before = await local.get(id);
    for (const step of SAGA) {
      await expect(write(writer(id, step, LATER))).rejects.toMatchObject({ name: 'DuplicateTransaction' });
      expect(await undo(writer(id, step, LATER))).toBe('nothing to undo');
    }
    expect(await local.get(id)).toEqual(before);
  });

  test('is refused while the first is rolling back', async () => {
    const id = newTransactionId();
    await write(writer(id, 'Process'));
    await undo(writer(id, 'Transform'));
    await expect(write(writer(id, 'Process', LATER))).rejects.toMatchObject({ name: 'DuplicateTransaction' });
  });

  test('that started before the first was closed is refused, late as its write may come', async () => {
    const id = await rolledBackBy(EARLIER, MINE.startedAt);
    await expect(write(writer(id, 'Process', MINE))).rejects.toMatchObject({ name: 'DuplicateTransaction' });
    expect(await undo(writer(id, 'Process', MINE))).toBe('nothing to undo');
  });

  test('takes over a record that was rolled back and closed before it started, and clears what is not its own', async () => {
    const id = await rolledBackBy(EARLIER, '2026-01-01T11:59:59.999Z');
    expect(await write(writer(id, 'Process', MINE))).toBe('written');
    const record = await local.get(id);
    expect(record).toMatchObject({ ExecutionId: MINE.id, Status: STATUS.inProgress });
    for (const attribute of ['Undone', 'Error', 'ClosedAt', 'ExpiresAt']) expect(record).not.toHaveProperty(attribute);
    expect(await entries(id)).toEqual([
      'arn:earlier Process Success',
      'arn:earlier Transform RolledBack',
      'arn:earlier Process RolledBack',
      'arn:mine Process Success',
    ]);
  });

  test('does not take over with a later step', async () => {
    const id = await rolledBackBy(EARLIER, '2026-01-01T11:00:00.000Z');
    await expect(write(writer(id, 'Transform', MINE))).rejects.toMatchObject({ name: 'DuplicateTransaction' });
  });

  test('does not take over a committed record, long ago as it may be', async () => {
    const id = newTransactionId();
    for (const step of SAGA) await write(writer(id, step, EARLIER));
    await expect(write(writer(id, 'Process', LATER))).rejects.toMatchObject({ name: 'DuplicateTransaction' });
  });

  test('can roll back steps that the first had rolled back: what was undone then does not count', async () => {
    const id = await rolledBackBy(EARLIER, '2026-01-01T11:00:00.000Z');
    await write(writer(id, 'Process', MINE));
    expect(await undo(writer(id, 'Process', MINE))).toBe('rolled back');
    expect(await local.get(id)).not.toHaveProperty('Process');
  });
});

describe('a rollback', () => {
  test('removes the data of its step, and no other', async () => {
    const id = newTransactionId();
    await write(writer(id, 'Process'));
    await write(writer(id, 'Transform'));
    await undo(writer(id, 'Transform'));
    const record = await local.get(id);
    expect(record).toHaveProperty('Process');
    expect(record).not.toHaveProperty('Transform');
    expect(record).toMatchObject({ Status: STATUS.rollingBack, Undone: new Set(['Transform']) });
  });

  test('keeps the error of the step that failed, whichever rolls back after it', async () => {
    const id = newTransactionId();
    await write(writer(id, 'Process'));
    await undo(writer(id, 'Transform'));
    await undo(writer(id, 'Process'));
    expect(await local.get(id)).toMatchObject({
      Error: { Step: 'Transform', Name: FAILURE.error, Cause: 'Transform failed' },
      Undone: new Set(['Transform', 'Process']),
      Saga: SAGA,
    });
  });

  test('keeps the list of steps with which the saga began', async () => {
    const id = newTransactionId();
    await write(writer(id, 'Process'));
    await undo({ ...writer(id, 'Process'), saga: ['Process', 'Deployed'] });
    expect(await local.get(id)).toMatchObject({ Saga: SAGA });
  });

  test('of a step that never wrote is recorded all the same', async () => {
    const id = newTransactionId();
    await write(writer(id, 'Process'));
    expect(await undo(writer(id, 'Commit'))).toBe('rolled back');
    expect(await entries(id)).toEqual(['arn:mine Process Success', 'arn:mine Commit RolledBack']);
  });

  test('reopens a record that the last step has committed', async () => {
    const id = newTransactionId();
    for (const step of SAGA) await write(writer(id, step));
    await local.put({ ...(await local.get(id)), ExpiresAt: 1 });
    expect(await undo(writer(id, 'Commit'))).toBe('rolled back');
    const record = await local.get(id);
    expect(record).toMatchObject({ Status: STATUS.rollingBack });
    for (const attribute of ['Commit', 'ClosedAt', 'ExpiresAt']) expect(record).not.toHaveProperty(attribute);
  });

  test('without a record makes one, and shuts the door to a late first write', async () => {
    const id = newTransactionId();
    expect(await undo(writer(id, 'Process'))).toBe('rolled back');
    expect(await local.get(id)).toEqual({
      TransactionId: id,
      ExecutionId: MINE.id,
      Status: STATUS.rollingBack,
      Saga: SAGA,
      Steps: [{ Execution: MINE.id, Name: 'Process', Status: 'RolledBack', Ts: NOW }],
      Error: { Step: 'Process', Name: FAILURE.error, Cause: 'Process failed' },
      Undone: new Set(['Process']),
    });
    await expect(write(writer(id, 'Process'))).rejects.toMatchObject({ name: 'SagaClosed' });
  });

  test.each(['Transform', 'Commit'])('shuts the door to a late write of %s', async (late) => {
    const id = newTransactionId();
    await write(writer(id, 'Process'));
    await undo(writer(id, 'Transform'));
    await expect(write(writer(id, late))).rejects.toMatchObject({ name: 'SagaClosed' });
    expect(await local.get(id)).not.toHaveProperty(late);
  });

  test('shuts the door for as long as the record is its execution’s: closed, too', async () => {
    const id = await rolledBackBy(MINE, LATER.startedAt);
    await expect(write(writer(id, 'Process'))).rejects.toMatchObject({ name: 'SagaClosed' });
    expect(await undo(writer(id, 'Commit'))).toBe('nothing to undo');
  });

  test('that comes first to a record of an earlier execution takes it over, and shuts the door', async () => {
    const id = await rolledBackBy(EARLIER, '2026-01-01T11:00:00.000Z');
    expect(await undo({ ...writer(id, 'Process', MINE), saga: ['Process', 'Deployed'] })).toBe('rolled back');
    const record = await local.get(id);
    expect(record).toMatchObject({
      ExecutionId: MINE.id,
      Status: STATUS.rollingBack,
      // Not Transform, which the earlier execution had undone.
      Undone: new Set(['Process']),
      Error: { Step: 'Process', Cause: 'Process failed' },
      Saga: ['Process', 'Deployed'],
    });
    for (const attribute of ['ClosedAt', 'ExpiresAt']) expect(record).not.toHaveProperty(attribute);
    await expect(write(writer(id, 'Process', MINE))).rejects.toMatchObject({ name: 'SagaClosed' });
    expect(await entries(id)).toEqual([
      'arn:earlier Process Success',
      'arn:earlier Transform RolledBack',
      'arn:earlier Process RolledBack',
      'arn:mine Process RolledBack',
    ]);
  });

  test('of a saga whose rollback has failed for good is refused, but for the steps that are undone', async () => {
    const id = newTransactionId();
    await write(writer(id, 'Process'));
    await undo(writer(id, 'Transform'));
    await local.put({ ...(await local.get(id)), Status: STATUS.rollbackFailed });
    await expect(undo(writer(id, 'Process'))).rejects.toMatchObject({ name: 'SagaClosed' });
    expect(await undo(writer(id, 'Transform'))).toBe('nothing to undo');
  });

  test('of a recovery goes on there, once a step, and the status stays until the record is closed', async () => {
    const id = newTransactionId();
    await write(writer(id, 'Process'));
    await undo(writer(id, 'Transform'));
    await local.put({ ...(await local.get(id)), Status: STATUS.rollbackFailed });
    const steps = ['Transform', 'Process', 'Process'];
    const outcomes = [];
    for (const step of steps) outcomes.push(await recover(writer(id, step)));
    expect(outcomes).toEqual(['nothing to undo', 'rolled back', 'nothing to undo']);
    const record = await local.get(id);
    expect(record).toMatchObject({ Status: STATUS.rollbackFailed, Error: { Step: 'Transform' } });
    expect(record).not.toHaveProperty('Process');
    expect(await entries(id)).toEqual([
      'arn:mine Process Success',
      'arn:mine Transform RolledBack',
      'arn:mine Process RolledBack',
    ]);
    // A late rollback of the execution itself, and a late write, find it as it is.
    expect(await undo(writer(id, 'Process'))).toBe('nothing to undo');
    await expect(undo(writer(id, 'Commit'))).rejects.toMatchObject({ name: 'SagaClosed' });
    await expect(write(writer(id, 'Process'))).rejects.toMatchObject({ name: 'SagaClosed' });
  });

  test('leaves its execution in each entry, so that attempts can be told apart', async () => {
    const id = await rolledBackBy(EARLIER, '2026-01-01T11:00:00.000Z');
    await write(writer(id, 'Process', MINE));
    await undo(writer(id, 'Process', MINE));
    await close(id, '2026-01-01T13:00:00.000Z');
    for (const step of SAGA) await write(writer(id, step, LATER));
    expect(await local.get(id)).toMatchObject({ Status: STATUS.committed, ExecutionId: LATER.id });
    const all = await entries(id);
    expect(new Set(all).size).toBe(all.length);
    expect(all.filter((entry) => entry.startsWith(LATER.id))).toHaveLength(3);
  });
});

test('a transaction may be called __proto__', async () => {
  await write(writer('__proto__', 'Process'));
  await undo(writer('__proto__', 'Process'));
  expect(await local.get('__proto__')).toMatchObject({ TransactionId: '__proto__', Status: STATUS.rollingBack });
});
