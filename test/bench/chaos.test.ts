import { expect, test } from '@jest/globals';
import { problemsOf } from '../../bench/chaos/checks/index.ts';
import { storm } from '../../bench/chaos/storm.ts';
import { requireEnv } from '../../contract/environment.ts';
import { ASSEMBLY_VARIABLE } from '../support/assembly.ts';

const TRANSACTIONS = 200;
const KILLS = 6;
/** One by which no publisher of outcomes is killed: Lambda would try again a minute later. */
const SEED = 9;

test(`${TRANSACTIONS} transactions all end COMMITTED or ROLLED_BACK, none lost and none done twice, while ${KILLS} consumers are killed with SIGKILL and Lambdas fail`, async () => {
  const run = await storm({
    assembly: requireEnv(ASSEMBLY_VARIABLE),
    seed: SEED,
    transactions: TRANSACTIONS,
    consumers: 3,
    kills: KILLS,
    limitSeconds: 150,
    // Retries wait a hundredth of their time.
    cloud: { timeScale: 0.01 },
  });

  expect(problemsOf(run.facts)).toEqual([]);
  const executions = run.facts.transactions.flatMap((transaction) => transaction.executions);
  expect(executions.some(({ hasVerdict }) => hasVerdict)).toBe(true);
  expect(executions.some(({ status }) => status === 'ABORTED')).toBe(true);
  expect(run.kills).toBe(KILLS);
  expect(run.killsInFlight).toBeGreaterThan(0);
  expect(run.lambdaFaults).toBeGreaterThan(TRANSACTIONS / 4);
  expect(new Set(run.facts.transactions.map(({ record }) => record?.Status))).toEqual(
    new Set(['COMMITTED', 'ROLLED_BACK']),
  );
}, 180_000);
