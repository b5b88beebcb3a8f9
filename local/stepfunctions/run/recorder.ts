import type { StateMachine } from 'aws-local-stepfunctions';
import { exceedsDataLimit } from '../data-limit.ts';
import type { StateType } from '../definition/definition.ts';
import { type ImmediateRetrier, retryWaitMs } from '../definition/mends/retry-intervals.ts';
import { dataLimitExceeded } from '../errors.ts';
import type { Program } from './program.ts';
import type { Scope } from './scope.ts';
import { Visit } from './visit.ts';

type EventLogs = ReturnType<StateMachine['run']>['eventLogs'];
type InterpreterEvent = EventLogs extends AsyncGenerator<infer Event> ? Event : never;
type Entered = Extract<InterpreterEvent, { type: 'StateEntered' }>;
type Exited = Extract<InterpreterEvent, { type: 'StateExited' }>;
type Retried = Extract<InterpreterEvent, { type: 'StateRetried' }>;
type Failed = Extract<InterpreterEvent, { type: 'StateFailed' }>;

/** Writes AWS's history out of what the interpreter reports of one machine, state after state. */
export class Recorder {
  readonly #program: Program;
  readonly #scope: Scope;
  readonly #onVisit: (visit: Visit) => void;
  #visit: Visit | undefined;
  #hasFailed = false;

  /** @param onVisit told of each attempt at a state, once the history says that it was entered */
  constructor(program: Program, scope: Scope, onVisit: (visit: Visit) => void) {
    this.#program = program;
    this.#scope = scope;
    this.#onVisit = onVisit;
  }

  /** The state that runs, or ran last. */
  get visit(): Visit | undefined {
    return this.#visit;
  }

  /** @throws StateError States.DataLimitExceeded for an input or output that is too large */
  record(event: InterpreterEvent): void {
    if (event.type === 'StateEntered') this.#entered(event);
    else if (event.type === 'StateExited') this.#exited(event);
    else if (event.type === 'StateFailed') this.#failed(event);
    else if (event.type === 'StateRetried') this.#retried(event);
    else if (event.type === 'StateCaught' || event.type === 'ExecutionFailed') this.#gaveUp();
  }

  #entered({ state }: Entered): void {
    const { clock, entered } = this.#scope.surroundings;
    entered();
    const input = this.#textOf(state.input, state.name);
    const stateType = this.#typeOf(state.name);
    const eventId = this.#scope.track.add({
      type: `${stateType}StateEntered`,
      stateEnteredEventDetails: { name: state.name, input, inputDetails: { truncated: false } },
    });
    const time = new Date(clock.stamp()).toISOString();
    this.#begin(new Visit(this.#scope, { stateName: state.name, stateType, eventId, time }));
  }

  #exited({ state }: Exited): void {
    const output = this.#textOf(state.output, state.name);
    this.#scope.track.add({
      type: `${this.#typeOf(state.name)}StateExited`,
      stateExitedEventDetails: { name: state.name, output, outputDetails: { truncated: false } },
    });
    this.#visit?.end();
  }

  #failed({ Error: name }: Failed): void {
    this.#visit?.end();
    // A Parallel or Map that does not fit its data is not said to have failed, only the execution is.
    this.#hasFailed = name !== 'States.Runtime';
  }

  /** The state that ran was ended from outside, because another branch or item has failed. */
  aborted(): void {
    const type = this.#visit?.entry.stateType;
    if (type === 'Task' || type === 'Wait' || type === 'Parallel' || type === 'Map')
      this.#visit?.note({ type: `${type}StateAborted` });
    this.#visit?.end();
  }

  #retried({ retry }: Retried): void {
    const { clock, timeScale } = this.#scope.surroundings;
    const { Interval } = retry.retrier as unknown as ImmediateRetrier;
    this.#hasFailed = false;
    const delayMs = retryWaitMs(Interval, retry.attempt, clock.random()) * timeScale;
    if (this.#visit !== undefined) this.#begin(this.#visit.retry(delayMs));
  }

  /** On AWS, a Parallel and a Map say that they failed only when nothing retries them any more. */
  #gaveUp(): void {
    const type = this.#visit?.entry.stateType;
    if (this.#hasFailed && (type === 'Parallel' || type === 'Map'))
      this.#scope.track.add({ type: `${type}StateFailed` });
    this.#hasFailed = false;
  }

  #begin(visit: Visit): void {
    this.#visit = visit;
    if (this.#program.states.get(visit.entry.stateName)?.behaviour !== undefined) this.#onVisit(visit);
  }

  #textOf(value: unknown, stateName: string): string {
    const text = this.#scope.track.history.textOf(value);
    if (exceedsDataLimit(text)) throw dataLimitExceeded(stateName);
    return text;
  }

  /** The type that the definition says: to the interpreter, most states are Tasks. */
  #typeOf(stateName: string): StateType {
    const state = this.#program.states.get(stateName);
    if (state === undefined)
      throw new Error(`the interpreter entered the state '${stateName}', which its machine does not have`);
    return state.type;
  }
}
