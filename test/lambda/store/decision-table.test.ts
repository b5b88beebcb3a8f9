import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { STATUS } from '../../../contract/saga.ts';
import { forward } from '../../../lambda/store/forward.ts';
import type { Writer } from '../../../lambda/store/record.ts';
import { rollback } from '../../../lambda/store/rollback.ts';
import { type LocalTable, startLocalTable } from './local-table.ts';
import { FAILURE, MINE, newTransactionId, writer } from './writers.ts';

/** Every state of a record that any clause of the fence can tell from another. */
interface State {
  readonly mine: boolean;
  readonly status: (typeof STATUS)[keyof typeof STATUS];
  /** Before or after this execution's start, or not at all. */
  readonly closed: 'before' | 'after' | undefined;
  readonly undone: boolean;
  readonly hasData: boolean;
}

const CLOSED_AT = { before: '2026-01-01T11:00:00.000Z', after: '2026-01-01T13:00:00.000Z' };
const either = [true, false];

const STATES: readonly (State | undefined)[] = [
  undefined,
  ...either.flatMap((mine) =>
    Object.values(STATUS).flatMap((status) =>
      (['before', 'after', undefined] as const).flatMap((closed) =>
        either.flatMap((undone) => either.map((hasData) => ({ mine, status, closed, undone, hasData }))),
      ),
    ),
  ),
];

const takeable = (state: State) => state.status === STATUS.rolledBack && state.closed === 'before';

/** The tables of the fence, said in other words than the code's: what comes of a write that meets this state. */
function ofForward(state: State | undefined, first: boolean): string {
  if (state === undefined) return first ? 'written' : 'DuplicateTransaction';
  if (first && takeable(state)) return 'written';
  if (!state.mine) return 'DuplicateTransaction';
  if (state.hasData) return 'present';
  return state.status === STATUS.inProgress ? 'written' : 'SagaClosed';
}

function ofRollback(state: State | undefined): string {
  if (state === undefined || takeable(state)) return 'rolled back';
  if (!state.mine || state.undone || state.status === STATUS.rolledBack) return 'nothing to undo';
  return state.status === STATUS.rollbackFailed ? 'SagaClosed' : 'rolled back';
}

/** A recovery goes on where the execution itself has given up. */
function ofRecovery(state: State | undefined): string {
  const outcome = ofRollback(state);
  return outcome === 'SagaClosed' ? 'rolled back' : outcome;
}

// Some 400 requests a test: a second or so, and more where the machine is busy.
jest.setTimeout(30_000);

let local: LocalTable;
beforeAll(async () => {
  local = await startLocalTable();
});
afterAll(() => local.close());

function itemOf(id: string, step: string, state: State): Record<string, unknown> {
  const item = {
    TransactionId: id,
    ExecutionId: state.mine ? MINE.id : 'arn:another',
    Status: state.status,
    ClosedAt: state.closed && CLOSED_AT[state.closed],
    Undone: state.undone ? new Set([step]) : undefined,
    [step]: state.hasData ? { Data: 'earlier', LastUpdated: MINE.startedAt } : undefined,
  };
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
}

async function outcomes(step: string, act: (by: Writer) => Promise<string>): Promise<Map<string, string>> {
  const all = STATES.map(async (state): Promise<[string, string]> => {
    const id = newTransactionId();
    const before = state && itemOf(id, step, state);
    if (before !== undefined) await local.put(before);
    const outcome = await act(writer(id, step)).catch((error: Error) => error.name);
    // Whatever is not a write leaves the record as it was.
    if (!['written', 'rolled back'].includes(outcome)) expect(await local.get(id)).toEqual(before);
    return [JSON.stringify(state ?? 'no record'), outcome];
  });
  return new Map(await Promise.all(all));
}

const expected = (oracle: (state: State | undefined) => string) =>
  new Map(STATES.map((state) => [JSON.stringify(state ?? 'no record'), oracle(state)]));

describe('in each of the states that a record can be in', () => {
  test('the first step writes, succeeds or is refused as the table of the fence says', async () => {
    const found = await outcomes('Process', (by) => forward(local.table, by, 'new'));
    expect(found).toEqual(expected((state) => ofForward(state, true)));
  });

  test('a later step writes, succeeds or is refused as the table of the fence says', async () => {
    const found = await outcomes('Transform', (by) => forward(local.table, by, 'new'));
    expect(found).toEqual(expected((state) => ofForward(state, false)));
  });

  test('a rollback writes, succeeds or is refused as the table of the fence says', async () => {
    const found = await outcomes('Transform', (by) => rollback(local.table, by, FAILURE));
    expect(found).toEqual(expected(ofRollback));
  });

  test('the rollback of a recovery also goes on where a rollback failed for good', async () => {
    const found = await outcomes('Transform', (by) => rollback(local.table, by, FAILURE, { resume: true }));
    expect(found).toEqual(expected(ofRecovery));
  });
});
