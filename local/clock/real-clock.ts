import { clearTimeout, setTimeout } from 'node:timers';
import type { Clock, TimerOptions } from './clock.ts';
import { Quiet } from './quiet.ts';

/** A timer of Node.js that is longer (24.8 days) fires at once. */
const LONGEST_MS = 2_147_483_647;

/** The machine's own time. */
export class RealClock implements Clock {
  /** What cancels each timer that is set. */
  readonly #timers = new Set<() => void>();
  readonly #quiet = new Quiet(
    () => this.#resolveIdle(),
    () => this.#waiting.length > 0,
  );
  #waiting: (() => void)[] = [];
  #isClosed = false;
  readonly now = Date.now;
  readonly stamp = Date.now;
  readonly random = Math.random;

  schedule(callback: () => void, ms: number, { background = false }: TimerOptions = {}): () => void {
    if (this.#isClosed) return () => {};
    // A timer in the foreground is work that is still to come.
    const release = background ? () => {} : this.#quiet.hold();
    let timer: NodeJS.Timeout;
    const cancel = () => {
      clearTimeout(timer);
      this.#timers.delete(cancel);
      release();
    };
    const set = (left: number) => {
      timer = setTimeout(
        () => {
          if (left > LONGEST_MS) return set(left - LONGEST_MS);
          cancel();
          callback();
        },
        Math.min(left, LONGEST_MS),
      );
      if (background) timer.unref();
    };
    set(ms);
    this.#timers.add(cancel);
    return cancel;
  }

  hold(): () => void {
    return this.#quiet.hold();
  }

  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#quiet.look();
    });
  }

  close(): void {
    this.#isClosed = true;
    for (const cancel of [...this.#timers]) cancel();
    this.#quiet.stop();
    this.#resolveIdle();
  }

  #resolveIdle(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
