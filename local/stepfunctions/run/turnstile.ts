/** Lets one through for each time that it is opened, in order: whoever comes first waits. */
export class Turnstile<T> {
  readonly #opened: T[] = [];
  readonly #waiting: ((turn: T) => void)[] = [];

  open(turn: T): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#opened.push(turn);
    else next(turn);
  }

  pass(): Promise<T> {
    const turn = this.#opened.shift();
    if (turn !== undefined) return Promise.resolve(turn);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
