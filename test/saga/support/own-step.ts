import { defineStep } from '../../../lambda/step/define-step.ts';

/** A step of one's own: it keeps its execution's key, and undoes nothing outside of the record. */
export const { run, rollback } = defineStep({ run: ({ idempotencyKey }) => ({ Data: { By: idempotencyKey } }) });
