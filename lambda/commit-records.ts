import { processRecords } from './domain/process.ts';
import { recordsOf } from './domain/sample-records.ts';
import { summarize } from './domain/summarize.ts';
import { transformRecords } from './domain/transform.ts';
import { defineStep } from './step/define-step.ts';

/**
 * Commits the summary: how many records there are, and the digest over all of them. The steps before are done again from
 * the execution's input, in a millisecond or two, rather than read back from a record of up to 300 KB.
 */
export const { run, rollback } = defineStep({
  run: ({ transaction }) => {
    const summary = summarize(transformRecords(processRecords(recordsOf(transaction.TransactionDetails))));
    return { Data: summary, Output: { ...summary } };
  },
});
