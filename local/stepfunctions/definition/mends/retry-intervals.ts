import { withFields } from '../fields.ts';
import type { Mend } from './mend.ts';

/** A timer of Node.js that is longer (24.8 days) fires at once. */
export const MAX_TIMER_SECONDS = 2_147_483;

/** Retry waits so many times as long as it says; with AWS's own defaults written out, for they scale as well. */
export function scaleRetries(timeScale: number): Mend {
  return (state) => {
    if (!Array.isArray(state.Retry)) return state;
    return withFields(state, { Retry: state.Retry.map((retrier) => scaleRetrier(retrier, timeScale)) });
  };
}

interface Retrier {
  readonly IntervalSeconds?: number;
  readonly MaxDelaySeconds?: number;
}

function scaleRetrier(retrier: Retrier, timeScale: number): Retrier {
  const { IntervalSeconds = 1, MaxDelaySeconds = Infinity } = retrier;
  return {
    ...retrier,
    IntervalSeconds: IntervalSeconds * timeScale,
    MaxDelaySeconds: Math.min(MaxDelaySeconds * timeScale || MAX_TIMER_SECONDS, MAX_TIMER_SECONDS),
  };
}
