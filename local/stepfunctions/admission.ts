/** Invocations that may wait for an environment before executions wait for their start: a fraction of a second's work. */
const MAX_BACKLOG = 50;
const LOOK_AGAIN_MS = 5;

/**
 * Holds executions back at their start while more Lambda invocations wait than this machine serves in a moment. AWS starts
 * an environment for each of them; here they would wait with their Task's timeout running, time out, be retried, and wait
 * longer. A saga that has begun is never held back.
 */
export class Admission {
  readonly #backlog: () => number;
  readonly #waiting: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param backlog how many invocations wait */
  constructor(backlog: () => number) {
    this.#backlog = backlog;
  }

  /** Calls back when the execution may begin, first come, first served; at once where nothing holds it. */
  enter(begin: () => void): void {
    if (this.#waiting.length === 0 && this.#backlog() < MAX_BACKLOG) {
      begin();
      return;
    }
    this.#waiting.push(begin);
    this.#lookLater();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#waiting.length = 0;
  }

  #lookLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const begin of this.#waiting.splice(0, Math.max(0, MAX_BACKLOG - this.#backlog()))) begin();
      if (this.#waiting.length > 0) this.#lookLater();
    }, LOOK_AGAIN_MS);
  }
}
