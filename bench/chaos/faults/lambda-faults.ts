import type { InvocationFault } from '../../../local/lambda/invocation-fault.ts';
import { draw, type Lots } from '../lots.ts';
import type { StepCall } from './invocation.ts';

/** What may go wrong with an invocation of a step's Lambda. */
export type LambdaFaultName =
  | 'fails before its write'
  | 'fails after its write'
  | 'says no before its write'
  | 'says no after its write'
  | 'is killed at work'
  | 'crashes while it writes'
  | 'times out and writes late'
  | 'runs out of memory'
  | 'fails with an unknown error'
  | 'is throttled'
  | 'answers in vain';

/** The error with which a step says no: a saga that has heard it must not commit. */
export const VERDICT = 'CardDeclined';

/** Of all first attempts at a step, these parts: one in eight is struck. */
const ON_RUN: readonly (readonly [share: number, value: LambdaFaultName])[] = [
  [0.012, 'says no before its write'],
  [0.012, 'says no after its write'],
  [0.015, 'fails before its write'],
  [0.015, 'fails after its write'],
  [0.015, 'is killed at work'],
  [0.01, 'crashes while it writes'],
  [0.003, 'times out and writes late'],
  [0.005, 'runs out of memory'],
  [0.01, 'fails with an unknown error'],
  [0.015, 'is throttled'],
  [0.01, 'answers in vain'],
];

/** A step that has failed fails again more often, so that some come to the end of their retries. */
const ON_RETRY = times(4, withoutVerdicts(ON_RUN));
/** A rollback has nobody who says no: two attempts at most are struck, and the other ten go well. */
const ON_ROLLBACK = times(2, withoutVerdicts(ON_RUN));
const STRUCK_ROLLBACKS = 2;

/** The longest life of a Lambda that is killed at work: mostly it has read its event, and sometimes it has written. */
const MAX_LIFE_MS = 8;

/** Undefined where nothing goes wrong. */
export function lambdaFaultFor({ kind, retryCount, name }: StepCall, lots: Lots): LambdaFaultName | undefined {
  const lot = lots('lambda', name);
  if (kind === 'run') return draw(lot, retryCount === 0 ? ON_RUN : ON_RETRY);
  return retryCount < STRUCK_ROLLBACKS ? draw(lot, ON_ROLLBACK) : undefined;
}

/** As Lambda would tell of it. */
export function toLambda(fault: Exclude<LambdaFaultName, 'is throttled'>, lot: number): InvocationFault {
  switch (fault) {
    case 'fails before its write':
      return { fail: TRANSIENT, when: 'before' };
    case 'fails after its write':
      return { fail: TRANSIENT, when: 'after' };
    case 'says no before its write':
      return { fail: DECLINED, when: 'before' };
    case 'says no after its write':
      return { fail: DECLINED, when: 'after' };
    case 'is killed at work':
      return { killAfterMs: lot * MAX_LIFE_MS };
    case 'crashes while it writes':
      return { fail: 'crash', when: 'meanwhile' };
    case 'times out and writes late':
      return { fail: 'timeout', when: 'meanwhile' };
    case 'runs out of memory':
      return { fail: 'outOfMemory', when: 'meanwhile' };
    case 'fails with an unknown error':
      return { fail: 'unknown', when: 'meanwhile' };
    case 'answers in vain':
      return { loseResponse: true };
  }
}

const TRANSIENT = { errorType: 'TransientError', errorMessage: 'failed for now, on purpose' };
const DECLINED = { errorType: VERDICT, errorMessage: 'declined, on purpose' };

function withoutVerdicts(shares: typeof ON_RUN): typeof ON_RUN {
  return shares.filter(([, name]) => !name.startsWith('says no'));
}

function times(factor: number, shares: typeof ON_RUN): typeof ON_RUN {
  return shares.map(([share, name]) => [share * factor, name]);
}
