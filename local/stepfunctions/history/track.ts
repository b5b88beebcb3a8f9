import type { EventBody } from './event.ts';
import type { History } from './history.ts';

/** One line of events in a history: that of an execution, of a branch, of an item of a Map. */
export class Track {
  readonly history: History;
  #previous: number;

  constructor(history: History, previous = 0) {
    this.history = history;
    this.#previous = previous;
  }

  get previous(): number {
    return this.#previous;
  }

  add(body: EventBody): number {
    this.#previous = this.history.add(body, this.#previous);
    return this.#previous;
  }

  /** Adds an event that nothing follows: on AWS, what comes next has the same event before it. */
  note(body: EventBody): void {
    this.history.add(body, this.#previous);
  }

  /** A line that begins where this one is now. */
  fork(): Track {
    return new Track(this.history, this.#previous);
  }

  /** Goes on after the last event of all the lines that were forked. */
  join(forks: readonly Track[]): void {
    this.#previous = Math.max(this.#previous, ...forks.map(({ previous }) => previous));
  }
}
