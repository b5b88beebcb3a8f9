export interface TokenBucketProps {
  /** Tokens a second that flow in. */
  readonly ratePerSecond: number;
  /** How many tokens it holds when full; it starts full. */
  readonly burst: number;
}

interface Waiter {
  readonly admit: () => void;
  readonly refuse: (reason: unknown) => void;
}

/** Keeps calls below a quota: a token each, first come, first served. */
export class TokenBucket {
  readonly #ratePerMs: number;
  readonly #burst: number;
  readonly #waiting: Waiter[] = [];
  #tokens: number;
  #filledAt = performance.now();
  #timer: NodeJS.Timeout | undefined;

  /** @throws RangeError saying what, got, allowed */
  constructor({ ratePerSecond, burst }: TokenBucketProps) {
    if (!(ratePerSecond > 0 && Number.isFinite(ratePerSecond))) {
      throw new RangeError(
        `ratePerSecond is ${ratePerSecond}, but has to be a number above 0: give the quota's refill rate`,
      );
    }
    if (!(burst >= 1 && Number.isFinite(burst))) {
      throw new RangeError(`burst is ${burst}, but has to be a number of at least 1: give the quota's bucket size`);
    }
    this.#ratePerMs = ratePerSecond / 1000;
    this.#burst = burst;
    this.#tokens = burst;
  }

  /** How many calls wait for a token. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Takes one token, and waits for it behind those who asked before.
   *
   * @throws the signal's reason when it aborts first; no token is spent then
   */
  async take(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#fill();
    if (this.#waiting.length === 0 && this.#tokens >= 1) {
      this.#tokens -= 1;
      return;
    }
    await this.#wait(signal);
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = { admit: resolve, refuse: reject };
    const giveUp = () => {
      this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
      waiter.refuse(signal?.reason);
      this.#schedule();
    };
    this.#waiting.push(waiter);
    this.#schedule();
    if (signal === undefined) return promise;
    signal.addEventListener('abort', giveUp, { once: true });
    return promise.finally(() => signal.removeEventListener('abort', giveUp));
  }

  #admit(): void {
    this.#fill();
    while (this.#tokens >= 1) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      this.#tokens -= 1;
      next.admit();
    }
    this.#schedule();
  }

  /** One timer, for the first in the queue. */
  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#waiting.length === 0) return;
    // Timers may fire a little early: then it is admitted at the next tick of a millisecond.
    const ms = Math.max(1, Math.ceil((1 - this.#tokens) / this.#ratePerMs));
    this.#timer = setTimeout(() => this.#admit(), ms);
  }

  #fill(): void {
    const now = performance.now();
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#filledAt) * this.#ratePerMs);
    this.#filledAt = now;
  }
}
