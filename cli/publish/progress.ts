import { clearLine, cursorTo } from 'node:readline';
import type { Output } from '../terminal.ts';

/** Often enough to be seen moving, seldom enough to cost nothing. */
const REWRITE_MS = 100;

/** Tells how far it is, in one line that is rewritten, where somebody is looking; says nothing in a pipe or a file. */
export class Progress {
  readonly #stream: Output;
  readonly #now: () => number;
  #shownAt = Number.NEGATIVE_INFINITY;
  #isShown = false;

  constructor(stream: Output, now: () => number = () => performance.now()) {
    this.#stream = stream;
    this.#now = now;
  }

  /** @param text made only when it is shown */
  show(text: () => string): void {
    if (!this.#stream.isTTY || this.#now() - this.#shownAt < REWRITE_MS) return;
    this.#clear();
    this.#stream.write(text().slice(0, this.#stream.columns ?? 80));
    this.#shownAt = this.#now();
    this.#isShown = true;
  }

  /** A line that stays, above the one that is rewritten. */
  say(line: string): void {
    this.end();
    this.#stream.write(`${line}\n`);
  }

  end(): void {
    if (this.#isShown) this.#clear();
    this.#isShown = false;
  }

  #clear(): void {
    clearLine(this.#stream, 0);
    cursorTo(this.#stream, 0);
  }
}
