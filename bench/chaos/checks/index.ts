import type { ChaosFacts } from '../facts.ts';
import type { Check } from './check.ts';
import { dataIsRight } from './data-is-right.ts';
import { endsAreTrue } from './ends-are-true.ts';
import { noneIsDoneTwice } from './none-is-done-twice.ts';
import { noneIsLost } from './none-is-lost.ts';
import { noneStaysOpen } from './none-stays-open.ts';
import { outcomeIsTold } from './outcome-is-told.ts';

export const CHECKS: readonly Check[] = [
  noneIsLost,
  noneStaysOpen,
  noneIsDoneTwice,
  dataIsRight,
  endsAreTrue,
  outcomeIsTold,
];

/** Something that has to hold, and does not. */
export interface Problem {
  /** @default - it is of no transaction */
  readonly transactionId?: string;
  /** The check's name. */
  readonly check: string;
  readonly problem: string;
}

export function problemsOf(facts: ChaosFacts): readonly Problem[] {
  return [
    ...facts.transactions.flatMap((transaction) =>
      CHECKS.flatMap(({ name, check }) =>
        check(transaction).map((problem) => ({
          transactionId: transaction.planned.details.TransactionId,
          check: name,
          problem,
        })),
      ),
    ),
    ...ofNoTransaction(facts).map((problem) => ({ check: 'nothing is left over', problem })),
  ];
}

function ofNoTransaction({ strangers, failedRecoveries, queues }: ChaosFacts): readonly string[] {
  return [
    ...strangers.map(({ name }) => `${name} ran, of a transaction that nobody published`),
    ...failedRecoveries,
    ...queues
      .filter(({ messages, expected }) => messages !== expected)
      .map(({ queue, messages, expected }) => `${queue} holds ${messages} messages in place of ${expected}`),
  ];
}
