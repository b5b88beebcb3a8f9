/** How often it looks: a delay of 1 s cannot hide between two looks. */
const PERIOD_MS = 250;
/** For how long the longest delay is remembered: a probe comes every ten seconds or so. */
const MEMORY_MS = 10_000;

/**
 * How late timers fire, which is how long the event loop was kept from everything else. A probe cannot measure that itself:
 * by the time it is answered the delay is over.
 */
export class EventLoopDelay {
  readonly #timer: NodeJS.Timeout;
  #expectedAt = performance.now() + PERIOD_MS;
  #seen: { readonly at: number; readonly ms: number }[] = [];

  constructor() {
    this.#timer = setInterval(() => this.#look(), PERIOD_MS);
    this.#timer.unref();
  }

  /** The longest of the last 10 s, in milliseconds. */
  get maxMs(): number {
    const now = performance.now();
    // The look that is due may run only after whoever asks now.
    const overdue = Math.max(0, now - this.#expectedAt);
    return this.#seen.reduce(
      (longest, { at, ms }) => (at > now - MEMORY_MS ? Math.max(longest, ms) : longest),
      overdue,
    );
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    this.#seen = [...this.#seen.filter(({ at }) => at > now - MEMORY_MS), { at: now, ms: now - this.#expectedAt }];
    this.#expectedAt = now + PERIOD_MS;
  }
}
