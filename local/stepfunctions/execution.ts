import type { Clock } from '../clock/clock.ts';
import type { Admission } from './admission.ts';
import { executionArnOf } from './api/arn.ts';
import { STOPPED, StateError } from './errors.ts';
import type { EventBody } from './history/event.ts';
import { History } from './history/history.ts';
import { Track } from './history/track.ts';
import { run } from './run/run.ts';
import type { StateMachine } from './state-machine.ts';
import type { TaskCall } from './tasks/integration.ts';
import { traceRoot } from './trace.ts';

export const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;
export type ExecutionStatus = (typeof STATUSES)[number];

export interface ExecutionProps {
  readonly machine: StateMachine;
  readonly name: string;
  /** JSON, as it was given. */
  readonly input: string;
  readonly sequence: number;
  /** The number of the version that it runs. @default - it was started with the machine's own ARN */
  readonly version?: string;
  /** The alias that it was started with. @default - none */
  readonly alias?: string;
  readonly traceHeader?: string;
}

export interface ExecutionEnvironment extends Pick<TaskCall, 'functions' | 'callService'> {
  readonly region: string;
  readonly timeScale: number;
  readonly clock: Clock;
  readonly admission: Admission;
  /** Told once, when the execution has ended. */
  readonly onEnd: (execution: Execution) => void;
}

/** How an execution ended; error and cause only where AWS gives them. */
export interface End {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  readonly output?: string;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** AWS keeps no more of them. */
const MAX_ERROR = 256;
const MAX_CAUSE = 32_768;

/** One execution of a state machine, from its start on. Whichever end comes first is its end. */
export class Execution {
  readonly arn: string;
  readonly props: ExecutionProps;
  /** Milliseconds since 1970. */
  readonly startDate: number;
  readonly history: History;
  /** Resolves when it has ended, however it did. */
  readonly ended: Promise<void>;
  readonly #environment: ExecutionEnvironment;
  readonly #controller = new AbortController();
  readonly #resolveEnded: () => void;
  readonly #track: Track;
  #end: End | undefined;
  #stopDate: number | undefined;
  #statesEntered = 0;
  #lambdaInvocations = 0;
  #cancelTimeout = () => {};

  constructor(props: ExecutionProps, environment: ExecutionEnvironment) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.arn = executionArnOf(props.machine.arn, props.name);
    this.props = props;
    this.startDate = environment.clock.stamp();
    this.history = new History(() => environment.clock.now());
    this.#track = new Track(this.history);
    this.ended = promise;
    this.#resolveEnded = resolve;
    this.#environment = environment;
  }

  get status(): ExecutionStatus {
    return this.#end?.status ?? 'RUNNING';
  }

  get end(): End | undefined {
    return this.#end;
  }

  /** Milliseconds since 1970. */
  get stopDate(): number | undefined {
    return this.#stopDate;
  }

  get traceRoot(): string {
    return traceRoot(this.arn, this.startDate);
  }

  get statistics() {
    return { statesEntered: this.#statesEntered, lambdaInvocations: this.#lambdaInvocations };
  }

  /** @param input what `props.input` says */
  start(input: unknown): void {
    const { machine, input: text } = this.props;
    const details = { input: this.history.share(text), inputDetails: { truncated: false }, roleArn: machine.roleArn };
    this.history.add({ type: 'ExecutionStarted', executionStartedEventDetails: details }, 0);
    this.#environment.admission.enter(() => this.#run(input));
  }

  #run(input: unknown): void {
    // Stopped, or the cloud closed, before its turn came.
    if (this.#end !== undefined) return;
    const { machine } = this.props;
    const track = this.#track;
    const { timeoutMs } = machine.program;
    if (timeoutMs !== undefined) {
      this.#cancelTimeout = this.#environment.clock.schedule(() => this.timeOut(), timeoutMs);
    }
    run(machine.program, input, { surroundings: this.#surroundings(input), track, signal: this.#controller.signal })
      .then((output) => ({ status: 'SUCCEEDED', output: this.history.textOf(output) }) as const, failure)
      .then((end) => this.finish(end, track.previous));
  }

  /** As its timer does when its time has run out. */
  timeOut(): void {
    this.finish({ status: 'TIMED_OUT' }, this.#track.previous);
  }

  /** @param previousEventId what the last event follows; 0 for what comes from outside */
  finish(end: End, previousEventId = 0): void {
    if (this.#end !== undefined) return;
    this.#end = { ...end, error: end.error?.slice(0, MAX_ERROR), cause: end.cause?.slice(0, MAX_CAUSE) };
    this.#stopDate = this.#environment.clock.now();
    this.#cancelTimeout();
    this.history.close(lastEvent(this.#end), previousEventId);
    // A Lambda function that still runs goes on, but nobody waits for it.
    this.#controller.abort(STOPPED);
    this.#environment.onEnd(this);
    this.#resolveEnded();
  }

  #surroundings(input: unknown) {
    const { functions, callService, region, timeScale, clock } = this.#environment;
    const { machine, name } = this.props;
    const traceId = `Root=${this.traceRoot};Sampled=0`;
    const startTime = new Date(this.startDate).toISOString();
    return {
      region,
      timeScale,
      clock,
      context: {
        Execution: {
          Id: this.arn,
          Input: input,
          StartTime: startTime,
          Name: name,
          RoleArn: machine.roleArn,
          RedriveCount: 0,
        },
        StateMachine: { Id: machine.arn, Name: machine.name },
      },
      call: { functions, callService, traceId, invoked: () => (this.#lambdaInvocations += 1) },
      entered: () => {
        if (this.#end === undefined) this.#statesEntered += 1;
      },
    };
  }
}

function failure(error: unknown): End {
  const { name, message } = error as Error;
  // The interpreter's States.Timeout is its own message, where AWS gives no cause.
  const cause = error instanceof StateError ? error.details : message === name ? undefined : message;
  return { status: 'FAILED', error: name, cause };
}

function lastEvent({ status, output, error, cause }: End): EventBody {
  const why = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
  switch (status) {
    case 'SUCCEEDED':
      return {
        type: 'ExecutionSucceeded',
        executionSucceededEventDetails: { output, outputDetails: { truncated: false } },
      };
    case 'FAILED':
      return { type: 'ExecutionFailed', executionFailedEventDetails: why };
    case 'TIMED_OUT':
      return { type: 'ExecutionTimedOut', executionTimedOutEventDetails: why };
    case 'ABORTED':
      return { type: 'ExecutionAborted', executionAbortedEventDetails: why };
  }
}
