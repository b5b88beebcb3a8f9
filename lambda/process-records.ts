import { processRecords } from './domain/process.ts';
import { recordsOf } from './domain/sample-records.ts';
import { defineStep } from './step/define-step.ts';

/** Puts the records in order of their Ids, and keeps each as JSON text: native maps cannot hold all that JSON can. */
export const { run, rollback } = defineStep({
  run: ({ transaction }) => {
    const records = processRecords(recordsOf(transaction.TransactionDetails));
    return { Data: records.map((record) => JSON.stringify(record)), Output: { Count: records.length } };
  },
});
