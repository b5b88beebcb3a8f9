import type { Hand } from './hand.ts';
import type { Pollers } from './pollers.ts';
import type { Queue } from './queue.ts';
import type { Workers } from './workers.ts';

/** For handlers to heed their signal. */
const HANDLERS_MS = 2_000;
/** To delete and to release: one call of 5 s, or several tries in an outage. */
const FLUSH_MS = 6_000;

export interface DrainProps {
  readonly pollers: Pollers;
  readonly workers: Workers;
  readonly hand: Hand;
  readonly queue: Queue;
  readonly drainTimeoutMs: number;
  /** Aborts when nobody wants to wait any longer. */
  readonly hurry: AbortSignal;
}

export interface DrainReport {
  /** How long it took, in milliseconds. */
  readonly ms: number;
  /** Messages that could be neither deleted nor released in time: they are visible when their timeout is over. */
  readonly left: number;
}

/**
 * Ends the pool so that each message is either done and deleted or visible at once. Polls are not aborted while there is
 * time: SQS may have handed them messages, which would then be hidden and have burnt a receive.
 */
export async function drain({
  pollers,
  workers,
  hand,
  queue,
  drainTimeoutMs,
  hurry,
}: DrainProps): Promise<DrainReport> {
  const startedAt = performance.now();
  const ended = Promise.all([pollers.stop(), workers.stop()]);
  if (!(await endsWithin(ended, drainTimeoutMs, hurry))) {
    pollers.abort();
    workers.abort();
    await endsWithin(ended, HANDLERS_MS);
  }
  await endsWithin(hand.flush(), FLUSH_MS);
  const left = hand.size;
  hand.close();
  queue.gate.close();
  return { ms: Math.round(performance.now() - startedAt), left };
}

/** @returns whether it ended within the time, and before the signal */
async function endsWithin(work: Promise<unknown>, ms: number, signal?: AbortSignal): Promise<boolean> {
  if (signal?.aborted) return false;
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(resolve, ms, false);
  const abort = () => resolve(false);
  signal?.addEventListener('abort', abort, { once: true });
  const result = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  signal?.removeEventListener('abort', abort);
  return result;
}
