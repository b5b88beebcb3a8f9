/**
 * Kept free at the end of an invocation, in milliseconds: to call off what is under way, to log, and to answer. An invocation
 * that is killed instead gives back what it had done as well.
 */
export const DEADLINE_MARGIN_MS = 1_000;

/** Aborts its signal when the time of an invocation is over. */
export class Deadline implements Disposable {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout | undefined;

  /** @param remainingMs what is left of the invocation */
  constructor(remainingMs: number) {
    const ms = remainingMs - DEADLINE_MARGIN_MS;
    const end = () => this.#controller.abort(new Error('the invocation has no time left'));
    if (ms > 0) this.#timer = setTimeout(end, ms);
    else end();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Settles as the work does, or rejects with the signal's reason when that comes first: not all work heeds a signal. */
  async limit<T>(work: Promise<T>): Promise<T> {
    const late = Promise.withResolvers<never>();
    const giveUp = () => late.reject(this.signal.reason);
    this.signal.addEventListener('abort', giveUp, { once: true });
    try {
      return await Promise.race([work, late.promise]);
    } finally {
      this.signal.removeEventListener('abort', giveUp);
    }
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
