/** An exponential back-off. */
export interface Backoff {
  /** The shortest delay there is, in milliseconds. */
  readonly baseMs: number;
  /** The longest, in milliseconds. */
  readonly maxMs: number;
}

/**
 * The delay before the next try, in milliseconds: at random between `base × 2^failures` and twice that, at most `maxMs`.
 * Half of it is jitter, so that processes that failed together do not come back together; it is never below `baseMs`,
 * because that is what bounds the calls a second.
 *
 * @param failures how many tries in a row have failed before this one: 0 after the first failure
 */
export function backoffMs(failures: number, { baseMs, maxMs }: Backoff, random: () => number = Math.random): number {
  const ceiling = Math.min(baseMs * 2 ** (failures + 1), maxMs);
  const floor = Math.min(Math.max(baseMs, ceiling / 2), maxMs);
  return floor + random() * (ceiling - floor);
}
