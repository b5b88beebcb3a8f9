import { afterAll, beforeAll, describe, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { STATUS } from '../../../../contract/saga.ts';
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
} from '../../../../lambda/store/conditions.ts';
import { readRecord, type Table, updateIf } from '../../../../lambda/store/table.ts';
import { set } from '../../../../lambda/store/updates.ts';
import { holds } from './support/runs.ts';
import { InProcessTable, type Item } from './support/table.ts';

jest.setTimeout(120_000);

const STEPS = ['Reserve', 'Charge'] as const;
const EXECUTIONS = ['arn:one', 'arn:another'] as const;
/** Within a millisecond of each other, over the ends of a second, an hour and a year; all are compared as text. */
const TIMES = [
  '2025-12-31T23:59:59.999Z',
  '2026-01-01T00:00:00.000Z',
  '2026-01-01T00:00:00.001Z',
  '2026-01-01T09:59:59.999Z',
  '2026-01-01T10:00:00.000Z',
] as const;

const step = fc.constantFrom(...STEPS);
const time = fc.constantFrom(...TIMES);
const execution = fc.constantFrom(...EXECUTIONS);
const status = fc.constantFrom(...Object.values(STATUS));

/** Any record that the fence's attributes can make, and none. */
const record: fc.Arbitrary<Item | undefined> = fc.option(
  fc.record(
    {
      ExecutionId: execution,
      Status: status,
      ClosedAt: time,
      Undone: fc.uniqueArray(step, { minLength: 1 }).map((steps) => new Set(steps)),
      Reserve: fc.constant({ Data: 1 }),
      Charge: fc.constant({ Data: 1 }),
    },
    { requiredKeys: [] },
  ),
  { nil: undefined },
);

/** Put together as the store's own are, and a level deeper. */
const { condition } = fc.letrec<{ condition: Condition; leaf: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    tie('leaf'),
    fc
      .tuple(tie('condition'), fc.array(tie('condition'), { maxLength: 2 }))
      .map(([first, others]) => allOf(first, ...others)),
    fc
      .tuple(tie('condition'), fc.array(tie('condition'), { maxLength: 2 }))
      .map(([first, others]) => anyOf(first, ...others)),
  ),
  leaf: fc.oneof(
    fc.constant(recordAbsent),
    fc.constantFrom(...EXECUTIONS.slice(0, 1)).map(ownedBy),
    fc.uniqueArray(status, { minLength: 1 }).map((statuses) => statusIn(...statuses)),
    // One placeholder means one value throughout a request: each condition is asked with one time and one step undone.
    fc.constant(TIMES[2]).map(closedBefore),
    fc.constant(TIMES[2]).map(takeable),
    step.map(stepAbsent),
    fc.constant(STEPS[0]).map(notUndone),
  ),
}));

let table: InProcessTable;
let through: Table;
beforeAll(async () => {
  table = await InProcessTable.open('Conditions');
  through = table.through();
});
afterAll(() => table.delete('T'));

describe('a condition', () => {
  test('however it is put together, passes as an expression exactly where its predicate holds of the record that is read', async () => {
    await holds(
      fc.asyncProperty(condition, record, step, async (asked, item, read) => {
        await table.delete('T');
        if (item !== undefined) await table.put({ TransactionId: 'T', ...item });
        // A decision reads the data of one step; what it does not read, it may not ask for.
        const found = await readRecord(through, 'T', read);
        const others = asked.attributes.filter((name) => STEPS.some((one) => one === name && one !== read));
        fc.pre(others.length === 0);
        const predicted = asked.holds(found);
        const passed = await updateIf(through, 'T', [set('Probe', ':probe', 1)], asked);
        if (passed !== predicted)
          throw new Error(`${asked.text} ${passed ? 'passes' : 'fails'}, but its predicate says ${predicted}`);
      }),
      1_000,
    );
  });

  test('that fails leaves the record as it was', async () => {
    await holds(
      fc.asyncProperty(condition, record, async (asked, item) => {
        await table.delete('T');
        if (item !== undefined) await table.put({ TransactionId: 'T', ...item });
        const before = await table.get('T');
        if (await updateIf(through, 'T', [set('Probe', ':probe', 1)], asked)) return true;
        return JSON.stringify(before) === JSON.stringify(await table.get('T'));
      }),
      300,
    );
  });
});
