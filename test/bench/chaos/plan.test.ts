import { expect, test } from '@jest/globals';
import { lotsOf } from '../../../bench/chaos/lots.ts';
import { planOf } from '../../../bench/chaos/plan.ts';
import { SAGA_STEPS } from '../../../contract/saga.ts';
import { parseTransaction } from '../../../contract/transaction.ts';

const plan = planOf(2_000, lotsOf(1));

test('the same seed publishes the same in the same order, and another something else', () => {
  expect(planOf(2_000, lotsOf(1))).toEqual(plan);
  expect(planOf(2_000, lotsOf(2))).not.toEqual(plan);
});

test('every message is a transaction as the saga takes it', () => {
  for (const message of plan.messages) parseTransaction(JSON.parse(message), SAGA_STEPS);
});

test('each attempt of each transaction is published, some of them twice, some transactions in two attempts', () => {
  const counts = new Map<string, number>();
  for (const message of plan.messages) {
    const { TransactionDetails, Attempt } = parseTransaction(JSON.parse(message), SAGA_STEPS);
    const name = `${TransactionDetails.TransactionId}-${Attempt}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const names = plan.transactions.flatMap(({ details, attempts }) =>
    attempts.map((one) => `${details.TransactionId}-${one}`),
  );
  expect([...counts.keys()].sort()).toEqual(names.sort());
  expect(new Set(counts.values())).toEqual(new Set([1, 2]));
  expect(names.length).toBeGreaterThan(plan.transactions.length);
});

test('each has its own amount of records, from none to twelve', () => {
  const amounts = new Set(plan.transactions.map(({ details }) => details.Records?.length));
  expect([...amounts].sort((a = 0, b = 0) => a - b)).toEqual(Array.from({ length: 13 }, (_, amount) => amount));
});
