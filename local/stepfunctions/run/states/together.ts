import { STOPPED } from '../../errors.ts';
import type { Scope } from '../scope.ts';
import type { Visit } from '../visit.ts';
import { Limit } from './limit.ts';

/**
 * Runs something for each branch or item, on a track of its own. All end with the first that fails, and none begins after it.
 *
 * @param concurrency how many run at a time
 */
export async function together<T>(
  { scope }: Visit,
  items: readonly T[],
  concurrency: number,
  runOne: (item: T, scope: Scope, index: number) => Promise<unknown>,
): Promise<unknown[]> {
  const controller = new AbortController();
  const signal = AbortSignal.any([scope.signal, controller.signal]);
  const limit = new Limit(concurrency);
  const tracks = items.map(() => scope.track.fork());
  const runs = items.map((item, index) =>
    limit.run(async () => {
      signal.throwIfAborted();
      try {
        return await runOne(item, { ...scope, track: tracks[index] ?? scope.track, signal }, index);
      } catch (error) {
        controller.abort(STOPPED);
        throw error;
      }
    }),
  );
  try {
    return await Promise.all(runs);
  } finally {
    // Those that were aborted end at once, but have yet to say so in the history.
    await Promise.allSettled(runs);
    scope.track.join(tracks);
  }
}
