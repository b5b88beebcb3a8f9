export interface TimerOptions {
  /**
   * Whether it only fires on the way, and is nothing to wait for: a schedule that repeats for ever would otherwise let
   * a virtual clock run for ever.
   *
   * @default false
   */
  readonly background?: boolean;
}

/** What tells the embedded cloud the time, and wakes it. All times are milliseconds, points in time since 1970. */
export interface Clock {
  now(): number;
  /** As `now`, for times that are compared: where the clock is virtual, each is later than all that were given before. */
  stamp(): number;
  /** Calls back once. @returns what cancels that */
  schedule(callback: () => void, ms: number, options?: TimerOptions): () => void;
  /** Says that something is under way that no timer of this clock stands for. @returns what says that it is over */
  hold(): () => void;
  /** Resolves when nothing is under way and no timer is set but such as are in the background. */
  idle(): Promise<void>;
  /** 0 to 1. */
  random(): number;
  /** Drops all timers. */
  close(): void;
}

/** Waits, until the signal ends it. @throws the signal's reason */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  if (ms <= 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const cancel = clock.schedule(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    function abort(): void {
      cancel();
      reject(signal?.reason);
    }
    signal?.addEventListener('abort', abort, { once: true });
  });
}

/** Holds the clock until the work is done. */
export async function during<T>(clock: Clock, work: () => T | Promise<T>): Promise<T> {
  const release = clock.hold();
  try {
    return await work();
  } finally {
    release();
  }
}
