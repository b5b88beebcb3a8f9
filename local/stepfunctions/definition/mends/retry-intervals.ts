import { withFields } from '../fields.ts';
import type { Mend } from './mend.ts';

/** A retrier as it was written, but for what it matches and how often. */
export interface RetryInterval {
  readonly IntervalSeconds?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

/** A retrier as the interpreter gets it: it waits for nothing, and has with it how long it would have waited. */
export interface ImmediateRetrier {
  readonly IntervalSeconds: 0;
  readonly Interval: RetryInterval;
}

/** The interpreter would wait by the machine's time: it retries at once, and the state waits by the clock of this cloud. */
export const retryAtOnce: Mend = (state) => {
  if (!Array.isArray(state.Retry)) return state;
  return withFields(state, { Retry: state.Retry.map(immediate) });
};

const INTERVAL_FIELDS = ['IntervalSeconds', 'BackoffRate', 'MaxDelaySeconds', 'JitterStrategy'];

function immediate(retrier: object): ImmediateRetrier & object {
  const fields = Object.entries(retrier);
  const Interval = Object.fromEntries(fields.filter(([name]) => INTERVAL_FIELDS.includes(name)));
  const others = Object.fromEntries(fields.filter(([name]) => !INTERVAL_FIELDS.includes(name)));
  return { ...others, IntervalSeconds: 0, Interval };
}

/**
 * How long AWS waits before a retry, in milliseconds.
 *
 * @param attempt 1 for the first retry by this retrier
 * @param random 0 to 1
 */
export function retryWaitMs(interval: RetryInterval, attempt: number, random: number): number {
  const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Infinity, JitterStrategy } = interval;
  const longest = Math.min(IntervalSeconds * BackoffRate ** (attempt - 1), MaxDelaySeconds) * 1000;
  return JitterStrategy === 'FULL' ? longest * random : longest;
}
