import type { Execution } from '../../../../../local/stepfunctions/execution.ts';
import { Actor } from './actor.ts';

/** A request to the table, the queue or the topic. */
export interface Request {
  /** In a few words, for the report. */
  readonly what: string;
  /** Carries it out, as often as it is called. */
  apply(): Promise<unknown>;
}

/** A request that waits for the schedule. */
export interface Parked {
  readonly request: Request;
  readonly reply: PromiseWithResolvers<unknown>;
}

export interface CallProps {
  readonly execution: Execution;
  /** Of the execution. */
  readonly actor: Actor;
  /** The same for each attempt at a state. */
  readonly state: string;
  readonly kind: 'function' | 'service';
}

/** What a Task waits for: a Lambda that makes requests, or one request of the Task's own. */
export class Call {
  readonly execution: Execution;
  readonly state: string;
  readonly kind: 'function' | 'service';
  /** What the Task is answered with. */
  readonly answer = Promise.withResolvers<unknown>();
  #actor: Actor;
  #parked: Parked | undefined;
  #isOrphan = false;

  constructor({ execution, actor, state, kind }: CallProps) {
    this.execution = execution;
    this.#actor = actor;
    this.state = state;
    this.kind = kind;
  }

  get actor(): Actor {
    return this.#actor;
  }

  get isParked(): boolean {
    return this.#parked !== undefined;
  }

  /** Whether nobody waits for it any more. */
  get isOrphan(): boolean {
    return this.#isOrphan;
  }

  /** Waits for the schedule. @returns what it is answered with */
  park(request: Request): Promise<unknown> {
    const reply = Promise.withResolvers<unknown>();
    this.#parked = { request, reply };
    this.#actor.stopped();
    return reply.promise;
  }

  /** What it waits for. @throws Error where it waits for nothing */
  get request(): Request {
    return this.#required.request;
  }

  /** Waits no longer. @throws Error where it waits for nothing */
  unpark(): Parked {
    const parked = this.#required;
    this.#parked = undefined;
    return parked;
  }

  /** From now on it goes on alone, in vain. */
  orphan(): void {
    this.#isOrphan = true;
    this.#actor = new Actor();
  }

  /** Its code has come to its end. */
  done(): void {
    if (this.#isOrphan) this.#actor.stopped();
  }

  get #required(): Parked {
    if (this.#parked === undefined) throw new Error(`${this.state} waits for no request`);
    return this.#parked;
  }
}
