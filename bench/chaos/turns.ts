import { setImmediate } from 'node:timers';

/**
 * Lets work begin in order, one at each turn of the event loop. Functions that run in this process would all begin at once; and
 * consumers, who ask from outside, would wait for seconds until all of them are through.
 */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  #isTurning = false;

  /** Resolves when it is one's turn. */
  take(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (!this.#isTurning) this.#turn();
    });
  }

  #turn(): void {
    const begin = this.#waiting.shift();
    this.#isTurning = begin !== undefined;
    if (begin === undefined) return;
    begin();
    setImmediate(() => this.#turn());
  }
}
