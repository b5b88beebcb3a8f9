import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import { RealClock } from '../clock/real-clock.ts';
import { AwsError } from '../http/aws-json.ts';
import type { Service } from '../http/service.ts';
import { Admission } from './admission.ts';
import { checkExecutionArn, executionArnOf } from './api/arn.ts';
import { parseInput } from './api/execution-input.ts';
import { checkName } from './api/names.ts';
import { check, invalidDefinition } from './definition/check.ts';
import type { Definition } from './definition/definition.ts';
import { describeExecution, type ExecutionDescription } from './describe-execution.ts';
import { Execution, type ExecutionProps } from './execution.ts';
import { ExecutionStore, type RetentionProps } from './execution-store.ts';
import { compile } from './run/compile.ts';
import { type BeforeRequest, stepFunctionsService } from './service.ts';
import { INITIAL_REVISION, type StateMachine } from './state-machine.ts';
import { StateMachineStore } from './state-machine-store.ts';
import { type StatusChange, statusChange } from './status-change.ts';
import type { TaskCall } from './tasks/integration.ts';

export interface StepFunctionsProps extends RetentionProps, Pick<TaskCall, 'functions' | 'callService'> {
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  /** Retries and Waits last so many times as long as the definition says; timeouts stay as they are. @default 1 */
  readonly timeScale?: number;
  /** @default - the machine's own time */
  readonly clock?: Clock;
  /** How many invocations wait at Lambda: many of them hold further executions back. @default - none ever wait */
  readonly backlog?: () => number;
  /** Sees each request to the HTTP API before it is carried out. @default - all pass */
  readonly beforeRequest?: BeforeRequest;
}

export interface StateMachineProps {
  readonly name: string;
  /** The Amazon States Language, as JSON with all substitutions made. */
  readonly definition: string;
  readonly roleArn: string;
  /** @default - level OFF */
  readonly loggingConfiguration?: object;
  /** @default - not enabled */
  readonly tracingConfiguration?: object;
  /** What the revision is called where it is not the first. @default - a name of its own */
  readonly revisionId?: string;
  /**
   * Whether asl-validator looks at the definition, which takes it about 0.2 s. What the embedded cloud does not run is refused
   * in any case. @default true
   */
  readonly validate?: boolean;
}

/** Step Functions: state machines and their executions, for the service's API and for use in the process. */
export class StepFunctions {
  readonly machines = new StateMachineStore();
  readonly executions: ExecutionStore;
  /** The HTTP API. */
  readonly service: Service;
  readonly #props: StepFunctionsProps;
  readonly #admission: Admission;
  readonly #clock: Clock;
  readonly #listeners = new Set<(change: StatusChange) => void>();
  #sequence = 0;

  constructor(props: StepFunctionsProps) {
    this.#props = props;
    this.#clock = props.clock ?? new RealClock();
    this.service = stepFunctionsService(this, props.beforeRequest);
    this.executions = new ExecutionStore(props);
    this.#admission = new Admission(props.backlog ?? (() => 0));
  }

  /** The ARN that a machine of this name has. */
  arnOf(name: string): string {
    return `arn:aws:states:${this.#props.region}:${this.#props.account}:stateMachine:${name}`;
  }

  /**
   * Checks a state machine and creates it; one of the same name is updated, and its executions go on as they began.
   *
   * @throws AwsError InvalidName; InvalidDefinition with all that is wrong or not there
   */
  async register(props: StateMachineProps): Promise<StateMachine> {
    return this.create(props, await this.check(props));
  }

  /** @throws AwsError as `register` */
  async check({ name, definition: text, validate }: StateMachineProps): Promise<Definition> {
    checkName(name);
    const { definition, problems } = await check(text, validate);
    if (definition === undefined) throw invalidDefinition(problems);
    return definition;
  }

  /** @param definition what `check` made of the same properties */
  create(props: StateMachineProps, definition: Definition): StateMachine {
    const { name, definition: text, roleArn } = props;
    const existing = this.machines.get(this.arnOf(name));
    const now = this.#clock.now();
    const machine: StateMachine = {
      arn: this.arnOf(name),
      name,
      definition: text,
      roleArn,
      creationDate: existing?.creationDate ?? now,
      updateDate: now,
      revisionId: existing === undefined ? INITIAL_REVISION : (props.revisionId ?? randomUUID()),
      sequence: existing?.sequence ?? this.#next(),
      loggingConfiguration: props.loggingConfiguration ?? { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: props.tracingConfiguration ?? { enabled: false },
      program: compile(definition),
    };
    this.machines.add(machine);
    return machine;
  }

  /**
   * Starts an execution. Where one of this name runs with the same input, that one is the answer.
   *
   * @throws AwsError InvalidName, InvalidExecutionInput, ExecutionAlreadyExists
   */
  start(props: Omit<ExecutionProps, 'sequence'>): Execution {
    const arn = executionArnOf(props.machine.arn, checkName(props.name));
    const input = parseInput(props.input);
    if (this.executions.isTaken(arn)) return this.#running(arn, props.input);
    const { functions, callService, region, timeScale = 1 } = this.#props;
    const onEnd = (execution: Execution) => {
      this.executions.ended(execution);
      this.#tell(execution);
    };
    const execution = new Execution(
      { ...props, sequence: this.#next() },
      { functions, callService, region, timeScale, onEnd, admission: this.#admission, clock: this.#clock },
    );
    this.executions.add(execution);
    this.#tell(execution);
    execution.start(input);
    return execution;
  }

  /** @throws AwsError InvalidArn; ExecutionDoesNotExist, also for an execution that was dropped */
  execution(executionArn: string): Execution {
    const execution = this.executions.get(checkExecutionArn(executionArn));
    if (execution !== undefined) return execution;
    throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
  }

  /** Resolves when an execution has ended, with what DescribeExecution says of it. @throws AwsError ExecutionDoesNotExist */
  async waitForEnd(executionArn: string): Promise<ExecutionDescription> {
    const execution = this.execution(executionArn);
    await execution.ended;
    return describeExecution(execution);
  }

  /** How many states an execution has entered, and how often it has invoked a Lambda function. @throws AwsError ExecutionDoesNotExist */
  statistics(executionArn: string): Execution['statistics'] {
    return this.execution(executionArn).statistics;
  }

  /** The Root of the trace that all requests of an execution carry. @throws AwsError ExecutionDoesNotExist */
  traceRoot(executionArn: string): string {
    return this.execution(executionArn).traceRoot;
  }

  /** Tells of every execution that starts or ends, as EventBridge would. @returns what ends that */
  onStatusChange(listener: (change: StatusChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Deletes a machine with all its executions; those that run are aborted. */
  delete(machineArn: string): void {
    this.machines.delete(machineArn);
    for (const execution of this.executions.ofMachine(machineArn)) execution.finish({ status: 'ABORTED' });
    this.executions.forget(machineArn);
  }

  /** Ends all that runs, so that no timer keeps the process alive; nobody is told. */
  close(): void {
    this.#listeners.clear();
    this.#admission.close();
    for (const execution of this.executions.all()) execution.finish({ status: 'ABORTED' });
  }

  #running(arn: string, input: string): Execution {
    const execution = this.executions.get(arn);
    if (execution?.status === 'RUNNING' && execution.props.input === input) return execution;
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
  }

  /** Later, so that a listener that throws is nobody's failure but its own. */
  #tell(execution: Execution): void {
    const change = statusChange(execution);
    for (const listener of this.#listeners) queueMicrotask(() => listener(change));
  }

  #next(): number {
    this.#sequence += 1;
    return this.#sequence;
  }
}
