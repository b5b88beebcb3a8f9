const WINDOW_MS = 1_000;

/** How many events there were within the last second, of two counters: the window's that is over, in part, and this one's. */
export class Rate {
  #startedAt = performance.now();
  #before = 0;
  #now = 0;

  count(): void {
    this.#roll();
    this.#now += 1;
  }

  get perSecond(): number {
    const elapsed = this.#roll();
    return this.#before * (1 - elapsed / WINDOW_MS) + this.#now;
  }

  #roll(): number {
    const now = performance.now();
    const elapsed = now - this.#startedAt;
    if (elapsed < WINDOW_MS) return elapsed;
    this.#before = elapsed < 2 * WINDOW_MS ? this.#now : 0;
    this.#now = 0;
    // Windows keep their rhythm, so that what is over is weighed by its own age.
    this.#startedAt = elapsed < 2 * WINDOW_MS ? this.#startedAt + WINDOW_MS : now;
    return now - this.#startedAt;
  }
}
