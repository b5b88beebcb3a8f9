import type { Backoff } from '../backoff.ts';

const MINUTE_MS = 60_000;
/**
 * How long before their end credentials are replaced: 10 to 15 minutes, as far as half of their life is left then. An hour of
 * STS's refreshes at 45 to 50 minutes; a failing STS then has 10 minutes to recover before a request notices.
 */
const MARGIN_MS = { least: 10 * MINUTE_MS, most: 15 * MINUTE_MS };
/** Spreads what is refreshed at half of its life, as the margin's five minutes spread the rest: pods start together. */
const HALF_LIFE_JITTER = 0.1;

/** Between attempts that fail. */
export const REFRESH_BACKOFF: Backoff = { baseMs: 500, maxMs: 30_000 };

/**
 * How long to wait with the refresh of credentials that are valid for `validMs` more.
 *
 * @param random 0 to 1, as `Math.random`
 * @returns milliseconds; Infinity for those that do not expire
 */
export function refreshDelayMs(validMs: number, random: number): number {
  const margin = MARGIN_MS.most - random * (MARGIN_MS.most - MARGIN_MS.least);
  return Math.max(validMs - margin, (validMs / 2) * (1 + HALF_LIFE_JITTER * random));
}
