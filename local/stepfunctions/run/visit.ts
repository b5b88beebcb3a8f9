import type { StateType } from '../definition/definition.ts';
import type { ContextObject } from '../evaluation/context-object.ts';
import type { EventBody } from '../history/event.ts';
import type { Scope } from './scope.ts';

/** That a state was entered. */
export interface Entry {
  readonly stateName: string;
  readonly stateType: StateType;
  /** Of the event that says so. */
  readonly eventId: number;
  /** ISO 8601. */
  readonly time: string;
}

/** The states that can be retried: only those have a RetryCount on AWS. */
const RETRIED: readonly StateType[] = ['Task', 'Parallel', 'Map'];

/** One attempt at a state that was entered: the first, or a retry. */
export class Visit {
  readonly scope: Scope;
  readonly entry: Entry;
  /** How many attempts came before this one. */
  readonly retryCount: number;
  /** How long it waits before it begins, in milliseconds. */
  readonly delayMs: number;
  #isOver = false;

  constructor(scope: Scope, entry: Entry, retryCount = 0, delayMs = 0) {
    this.scope = scope;
    this.entry = entry;
    this.retryCount = retryCount;
    this.delayMs = delayMs;
  }

  get context(): ContextObject {
    const { surroundings, item } = this.scope;
    const { stateName, stateType, time } = this.entry;
    const retries = RETRIED.includes(stateType) && { RetryCount: this.retryCount };
    return {
      ...surroundings.context,
      State: { Name: stateName, EnteredTime: time, ...retries },
      ...(item && { Map: { Item: item } }),
    };
  }

  /** What an attempt that is over still has to say, such as the late result of a Lambda function, goes nowhere. */
  add(body: EventBody): void {
    if (!this.#isOver) this.scope.track.add(body);
  }

  /** As `add`, for an event that nothing follows. */
  note(body: EventBody): void {
    if (!this.#isOver) this.scope.track.note(body);
  }

  /** The next attempt at the same state. @param delayMs how long it waits before */
  retry(delayMs: number): Visit {
    return new Visit(this.scope, this.entry, this.retryCount + 1, delayMs);
  }

  end(): void {
    this.#isOver = true;
  }
}
