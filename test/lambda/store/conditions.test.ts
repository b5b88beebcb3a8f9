import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { STATUS } from '../../../contract/saga.ts';
import {
  allOf,
  anyOf,
  type Condition,
  closedBefore,
  notUndone,
  ownedBy,
  recordAbsent,
  statusIn,
  stepAbsent,
  takeable,
} from '../../../lambda/store/conditions.ts';
import type { SagaRecord } from '../../../lambda/store/record.ts';
import { readRecord, updateIf } from '../../../lambda/store/table.ts';
import { set } from '../../../lambda/store/updates.ts';
import { type LocalTable, startLocalTable } from './local-table.ts';
import { MINE, newTransactionId } from './writers.ts';

const { startedAt } = MINE;
const never = allOf(recordAbsent, ownedBy(MINE.id));
const always = anyOf(recordAbsent, ownedBy(MINE.id), stepAbsent('Nowhere'));

const CONDITIONS: [string, Condition][] = [
  ['recordAbsent', recordAbsent],
  ['ownedBy', ownedBy(MINE.id)],
  ['statusIn with one status', statusIn(STATUS.inProgress)],
  ['statusIn with several', statusIn(STATUS.inProgress, STATUS.committed, STATUS.rollingBack)],
  ['closedBefore', closedBefore(startedAt)],
  ['stepAbsent', stepAbsent('Transform')],
  ['notUndone', notUndone('Transform')],
  ['takeable', takeable(startedAt)],
  ['anyOf within allOf', allOf(anyOf(recordAbsent, ownedBy(MINE.id)), anyOf(statusIn(STATUS.committed), never))],
  ['allOf within anyOf', anyOf(allOf(ownedBy(MINE.id), statusIn(STATUS.committed)), closedBefore(startedAt))],
  ['a condition that never holds', never],
  ['a condition that always holds', always],
];

type State = Omit<SagaRecord, 'TransactionId'>;

const STATES: [string, State | undefined][] = [
  ['no record', undefined],
  ['a bare record', {}],
  ['a record of mine', { ExecutionId: MINE.id }],
  ['a record of another', { ExecutionId: 'arn:other' }],
  ...Object.values(STATUS).map((Status): [string, State] => [
    `a record of mine, ${Status}`,
    { ExecutionId: MINE.id, Status },
  ]),
  ['one closed a millisecond before I started', { Status: STATUS.rolledBack, ClosedAt: '2026-01-01T11:59:59.999Z' }],
  ['one closed when I started', { Status: STATUS.rolledBack, ClosedAt: startedAt }],
  ['one closed a millisecond after I started', { Status: STATUS.rolledBack, ClosedAt: '2026-01-01T12:00:00.001Z' }],
  ['one committed before I started', { Status: STATUS.committed, ClosedAt: '2026-01-01T11:00:00.000Z' }],
  ['one rolled back but not closed', { Status: STATUS.rolledBack }],
  ['one with the step undone', { Undone: new Set(['Transform']) }],
  ['one with several steps undone', { Undone: new Set(['Commit', 'Transform']) }],
  ['one with another step undone', { Undone: new Set(['TransformMore']) }],
  ['one with the data of the step', { Transform: { Data: 1 } }],
  ['one with the data of another step', { Process: { Data: 1 } }],
];

let local: LocalTable;
beforeAll(async () => {
  local = await startLocalTable();
});
afterAll(() => local.close());

describe('the expression of a condition and its predicate agree', () => {
  test.each(CONDITIONS)('%s', async (_, condition) => {
    const verdicts = STATES.map(async ([state, rest]) => {
      const id = newTransactionId();
      if (rest !== undefined) await local.put({ TransactionId: id, ...rest });
      const record = await readRecord(local.table, id, 'Transform');
      const passes = await updateIf(local.table, id, [set('Probe', ':probe', 1)], condition);
      return { state, passes, holds: condition.holds(record) };
    });
    for (const { state, passes, holds } of await Promise.all(verdicts)) {
      expect({ state, passes }).toEqual({ state, passes: holds });
    }
  });

  test('each of them holds for some states and not for others, so that agreeing means something', () => {
    for (const [name, condition] of CONDITIONS) {
      const verdicts = STATES.map(([, rest]) => condition.holds(rest && { TransactionId: 'T', ...rest }));
      if (condition === never)
        expect({ name, verdicts: new Set(verdicts) }).toEqual({ name, verdicts: new Set([false]) });
      else if (condition === always)
        expect({ name, verdicts: new Set(verdicts) }).toEqual({ name, verdicts: new Set([true]) });
      else expect({ name, count: new Set(verdicts).size }).toEqual({ name, count: 2 });
    }
  });
});

test('takeable needs both the status and the time', () => {
  const closed = { TransactionId: 'T', Status: STATUS.rolledBack, ClosedAt: '2026-01-01T11:00:00.000Z' };
  expect(takeable(startedAt).holds(closed)).toBe(true);
  expect(takeable(startedAt).holds({ ...closed, Status: STATUS.committed })).toBe(false);
  expect(takeable(startedAt).holds({ ...closed, ClosedAt: startedAt })).toBe(false);
});

test('a condition brings the placeholders that it uses and no others', () => {
  const { attributes, values } = anyOf(recordAbsent, takeable(startedAt));
  expect(new Set(attributes)).toEqual(new Set(['TransactionId', 'Status', 'ClosedAt']));
  expect(values).toEqual({ ':ROLLED_BACK': 'ROLLED_BACK', ':startedAt': startedAt });
});
