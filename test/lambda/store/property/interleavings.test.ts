import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { STATUS } from '../../../../contract/saga.ts';
import { INVARIANTS, mendedIsRolledBack, violations } from './invariants/index.ts';
import { holds } from './support/runs.ts';
import { plans } from './world/choices.ts';
import type { Facts } from './world/facts.ts';
import { playPlan } from './world/play.ts';
import { World } from './world/world.ts';

// Some 15 s in all where the machine is quiet; whoever asks for more runs has to have the time.
jest.setTimeout(24 * 60 * 60 * 1_000);

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

const RUNS = 400;

describe('whatever is lost, late, repeated, cut short and recovered, what holds holds', () => {
  test.each([2, 3])('of %d executions of one transaction', async (executions) => {
    await holds(
      fc.asyncProperty(plans(executions), async (plan) => {
        const { left, mended, log } = await playPlan(world, plan);
        const found = [
          ...violations(left),
          ...violations(mended, [...INVARIANTS, mendedIsRolledBack]).map((problem) => `once mended: ${problem}`),
        ];
        if (found.length > 0) throw new Error(`${found.join('\n')}\nWhat happened:\n${log.join('\n')}`);
      }),
      RUNS,
    );
  });
});

/** What a promise is made about that few plans come to. */
const RARE: Readonly<Record<string, (facts: Facts) => boolean>> = {
  'a step takes a record over': ({ writes }) =>
    writes.some(
      ({ before, after }) => before && before.ExecutionId !== after.ExecutionId && after.Status === STATUS.inProgress,
    ),
  'a rollback takes a record over': ({ writes }) =>
    writes.some(
      ({ before, after }) => before && before.ExecutionId !== after.ExecutionId && after.Status === STATUS.rollingBack,
    ),
  'what was committed is rolled back': ({ writes }) => writes.some(({ before }) => before?.Status === STATUS.committed),
  'a recovery goes on where a rollback failed for good': ({ writes }) =>
    writes.some(({ before, byRecovery }) => byRecovery && before?.Status === STATUS.rollbackFailed),
  'a write lands after its execution has ended': ({ writes }) =>
    writes.some(({ byRecovery, status }) => !byRecovery && status !== 'RUNNING'),
  'a saga with no record is recovered': ({ writes }) =>
    writes.some(({ before, byRecovery }) => byRecovery && before === undefined),
  'a second execution is refused': ({ executions }) => executions.some(({ error }) => error === 'DuplicateTransaction'),
  'a third execution succeeds': ({ executions }) => executions[2]?.status === 'SUCCEEDED',
  'a saga waits for a person': ({ record }) => record?.Status === STATUS.rollbackFailed,
};

test('the plans come to all that a promise is made about', async () => {
  const reached = new Set<string>();
  for (const plan of fc.sample(plans(3), { seed: 1, numRuns: 150 })) {
    const { left } = await playPlan(world, plan);
    for (const [name, isReached] of Object.entries(RARE)) if (isReached(left)) reached.add(name);
  }
  expect([...reached].sort()).toEqual(Object.keys(RARE).sort());
});

test('a plan leads to the same, whenever it is played: a seed and a path are enough to see it again', async () => {
  for (const plan of fc.sample(plans(3), { seed: 2, numRuns: 20 })) {
    const logs = [];
    for (let time = 0; time < 2; time += 1) {
      const { log } = await playPlan(world, plan);
      logs.push(log.map((line) => line.replaceAll(/\bt\d+-/g, 't-')));
    }
    expect(logs[1]).toEqual(logs[0]);
  }
});
