import { defineStep } from '../../../lambda/step/define-step.ts';
import { isGreedy } from './greedy.ts';

/** A step that keeps whose it is: the transaction, the execution and the step. Where it is told to, it uses up its memory. */
export const { run, rollback } = defineStep({
  run: ({ idempotencyKey, transaction }) => {
    const [, , step = ''] = idempotencyKey.split(':');
    if (isGreedy(transaction.TransactionDetails.Records ?? [], step)) useUp();
    return { Data: { By: idempotencyKey } };
  },
});

/** On the heap, which is what is limited: of buffers a thread may have any number. */
function useUp(): never {
  const kept: number[][] = [];
  for (;;) kept.push(Array.from({ length: 100_000 }, (_, index) => index + kept.length));
}
