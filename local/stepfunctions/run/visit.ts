import type { ContextObject } from '../evaluation/context-object.ts';
import type { EventBody } from '../history/event.ts';
import type { TaskEvents } from '../tasks/task-events.ts';
import type { Scope } from './scope.ts';

/** One attempt at a state that was entered: the first, or a retry. */
export class Visit {
  readonly scope: Scope;
  readonly stateName: string;
  /** The id of the event that says that the state was entered. */
  readonly enteredEventId: number;
  readonly enteredTime: string;
  readonly retryCount: number;
  /** Set while a Task's work is under way: what says that it timed out. */
  underWay: TaskEvents | undefined;
  #isOver = false;

  constructor(scope: Scope, stateName: string, entered: { eventId: number; time: string; retryCount: number }) {
    this.scope = scope;
    this.stateName = stateName;
    this.enteredEventId = entered.eventId;
    this.enteredTime = entered.time;
    this.retryCount = entered.retryCount;
  }

  get context(): ContextObject {
    const { surroundings, item } = this.scope;
    return {
      ...surroundings.context,
      State: { Name: this.stateName, EnteredTime: this.enteredTime, RetryCount: this.retryCount },
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

  /** The next attempt at the same state. */
  retry(): Visit {
    const { enteredEventId: eventId, enteredTime: time, retryCount } = this;
    return new Visit(this.scope, this.stateName, { eventId, time, retryCount: retryCount + 1 });
  }

  end(): void {
    this.#isOver = true;
  }
}
