export interface Timer {
  readonly at: number;
  /** In the order in which they were set: those for the same time fire in it. */
  readonly sequence: number;
  readonly background: boolean;
  readonly callback: () => void;
}

/** Timers by their time: a binary heap, from which a cancelled one goes when it has come to the top. */
export class TimerQueue {
  readonly #heap: Timer[] = [];
  readonly #cancelled = new Set<Timer>();
  #foreground = 0;

  /** How many are set that are not in the background. */
  get foreground(): number {
    return this.#foreground;
  }

  add(timer: Timer): void {
    if (!timer.background) this.#foreground += 1;
    this.#heap.push(timer);
    this.#up(this.#heap.length - 1);
  }

  /** Only what was added and has neither fired nor been cancelled. */
  cancel(timer: Timer): void {
    this.#cancelled.add(timer);
    if (!timer.background) this.#foreground -= 1;
  }

  first(): Timer | undefined {
    let first = this.#heap[0];
    while (first !== undefined && this.#cancelled.delete(first)) {
      this.#pop();
      first = this.#heap[0];
    }
    return first;
  }

  shift(): Timer | undefined {
    const first = this.first();
    if (first === undefined) return undefined;
    this.#pop();
    if (!first.background) this.#foreground -= 1;
    return first;
  }

  clear(): void {
    this.#heap.length = 0;
    this.#cancelled.clear();
    this.#foreground = 0;
  }

  #pop(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#down(0);
  }

  #up(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfBefore(at, parent)) return;
      at = parent;
    }
  }

  #down(from: number): void {
    for (let at = from; ; ) {
      const left = 2 * at + 1;
      const child = this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#swapIfBefore(child, at)) return;
      at = child;
    }
  }

  #swapIfBefore(later: number, earlier: number): boolean {
    if (!this.#isBefore(later, earlier)) return false;
    const [a, b] = [this.#heap[later], this.#heap[earlier]];
    if (a !== undefined && b !== undefined) [this.#heap[earlier], this.#heap[later]] = [a, b];
    return true;
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a === undefined || b === undefined) return false;
    return a.at === b.at ? a.sequence < b.sequence : a.at < b.at;
  }
}
