import { defineSweep } from './define-sweep.ts';
import { createSweepRuntime } from './runtimes.ts';

/** What the schedule invokes. */
export const handler = defineSweep(createSweepRuntime());
