import type { InvocationFault } from '../../../local/lambda/invocation-fault.ts';
import type { Details } from '../dimensions/details.ts';
import { FAULTS, type FaultName } from '../dimensions/fault.ts';

/** Later than any recovery that began when the write was sent has come to its end: 10 minutes. */
export const LATE_MS = 10 * 60 * 1_000;

/** How much of its work a Lambda has done when it dies of something that does not say. */
const WHEN = {
  'its write landed': 'after',
  'its write races': 'meanwhile',
  'its write lands late': 'before',
} as const satisfies Record<Details['landing'], 'before' | 'after' | 'meanwhile'>;

/** What a fault of a step is to Lambda. */
export type StepFault = (fault: FaultName, landing: Details['landing']) => InvocationFault | undefined;

/** What ends an attempt in its first step, for good. */
export const declined: InvocationFault = {
  fail: { errorType: FAULTS.verdict.error, errorMessage: 'declined, on purpose' },
  when: 'after',
};

/** As Lambda would tell of it. Throttles are none: Lambda refuses them, or its function runs and the table does. */
export const toldFault: StepFault = (fault, landing) => {
  const thrown = { errorType: FAULTS[fault].error, errorMessage: `${fault}, on purpose` };
  switch (fault) {
    case 'before':
      return { fail: thrown, when: 'before' };
    case 'after':
    case 'verdict':
      return { fail: thrown, when: 'after' };
    case 'late':
      return { fail: 'timeout', when: 'meanwhile' };
    case 'crash':
      return { fail: 'crash', when: 'meanwhile' };
    case 'outOfMemory':
      return { fail: 'outOfMemory', when: WHEN[landing] };
    case 'unknown':
      return { fail: 'unknown', when: WHEN[landing] };
    case 'lambdaThrottled':
    case 'tableThrottled':
      return undefined;
  }
};

export function rollbackFault(how: Exclude<Details['rollbackFault'], 'throttled'>): InvocationFault {
  const thrown = { errorType: 'LedgerDown', errorMessage: 'the rollback fails on purpose' };
  if (how === 'crash') return { fail: 'crash', when: 'meanwhile' };
  return { fail: thrown, when: how === 'before its write' ? 'before' : 'after' };
}

/**
 * How long a thread lives that is killed, by the machine's time: until its write has been sent, or hardly until it has read
 * its event.
 */
const KILL_AFTER_MS = { 'its write landed': 40, 'its write races': 40, 'its write lands late': 5 } as const;
/** When the write of such a thread is carried out: after its end. */
export const AFTER_KILL_MS = 80;

/** The thread is killed; memory runs out by the step's own doing. Only these two have anything real to happen to them. */
export const realFault: StepFault = (fault, landing) =>
  fault === 'crash' ? { killAfterMs: KILL_AFTER_MS[landing] } : undefined;
