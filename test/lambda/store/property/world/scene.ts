import { AwsError } from '../../../../../local/http/aws-error.ts';
import type { InvocationResult } from '../../../../../local/lambda/invoker.ts';
import type { Execution } from '../../../../../local/stepfunctions/execution.ts';
import type { StateMachine } from '../../../../../local/stepfunctions/state-machine.ts';
import { statusChange } from '../../../../../local/stepfunctions/status-change.ts';
import type { StepFunctions } from '../../../../../local/stepfunctions/step-functions.ts';
import type { SynthesizedSaga } from '../support/sagas.ts';
import type { InProcessTable } from '../support/table.ts';
import { Actor } from './actor.ts';
import { Call } from './call.ts';
import type { StandingClock } from './clock.ts';
import type { ExecutionFacts, Facts, SagaItem } from './facts.ts';
import { invoke, type Surroundings, sweep } from './lambdas.ts';
import { type Sender, Services } from './services.ts';
import { stepFunctionsClient } from './step-functions-client.ts';

/** The error of a Task that fails for good whatever its retries. */
export const BROKEN = 'Broken';

/** An execution that was started, of the saga or of its recovery. */
export interface Running {
  readonly execution: Execution;
  readonly actor: Actor;
  /** The trace that all that it calls is part of. */
  readonly traceRoot: string;
  /** The execution that it acts as. @default - itself: it is one of the saga */
  readonly of?: Execution;
  /** What it waits for. */
  call?: Call;
  /** The state that it will not get past. */
  doomed?: string;
  recordAtEnd?: SagaItem | undefined;
  writesAtEnd?: number;
}

export interface SceneProps {
  readonly saga: SynthesizedSaga;
  readonly machines: { readonly saga: StateMachine; readonly recovery: StateMachine };
  readonly transactionId: string;
  readonly table: InProcessTable;
  readonly stepFunctions: StepFunctions;
  readonly clock: StandingClock;
}

/** One transaction: its executions, their recoveries, and everything that is on its way. */
export class Scene {
  readonly services: Services;
  readonly #props: SceneProps;
  readonly #running: Running[] = [];

  constructor(props: SceneProps) {
    this.#props = props;
    this.services = new Services(props.table);
  }

  get clock(): StandingClock {
    return this.#props.clock;
  }

  get sagas(): readonly Running[] {
    return this.#running.filter(({ of }) => of === undefined);
  }

  /** Everything that has not ended, in the order in which it was started. */
  get alive(): readonly Running[] {
    return this.#running.filter(({ execution }) => execution.status === 'RUNNING');
  }

  /** Starts the next attempt at the transaction. */
  async startSaga(): Promise<void> {
    const { transactionId: TransactionId, machines } = this.#props;
    const Attempt = this.sagas.length + 1;
    const input = JSON.stringify({ Payload: { TransactionDetails: { TransactionId }, Attempt } });
    await this.#start(machines.saga, `${TransactionId}-${Attempt}`, input);
  }

  /** Starts a recovery, as EventBridge or an operator would. */
  async startRecovery(of: Execution): Promise<void> {
    const name = `${of.props.name}-recovery-${this.#running.length}`;
    await this.#start(this.#props.machines.recovery, name, JSON.stringify({ ExecutionArn: of.arn }), of);
  }

  /** @returns how many recoveries it has started */
  async sweep(): Promise<number> {
    const { table, machines, saga } = this.#props;
    const before = this.#running.length;
    await sweep(this.#around({ table: table.through() }), machines.recovery.arn, saga.steps);
    return this.#running.length - before;
  }

  /** As Step Functions invokes a function. */
  invoke(trace: string, functionName: string, payload: unknown): Promise<InvocationResult> {
    const { running, call, isDoomed } = this.#call(trace, functionName, 'function');
    const broken = { functionError: { errorType: BROKEN, errorMessage: 'it is broken' } };
    if (isDoomed) return Promise.resolve(broken);
    const sender = senderOf(running);
    const table = this.#props.table.through((request) => call.park(this.services.toTable(request, sender)));
    const answered = invoke(functionName, payload, this.#around({ table })).then(
      (result) => ({ payload: result, executedVersion: '1' }),
      ({ name, message }: Error) => ({ functionError: { errorType: name, errorMessage: message } }),
    );
    void answered.then(call.answer.resolve).then(() => call.done());
    return call.answer.promise as Promise<InvocationResult>;
  }

  /** As Step Functions sends a request of a Task's own. */
  async callService(trace: string, service: string, action: string, parameters: object): Promise<unknown> {
    const state = `${service} ${action} ${JSON.stringify(parameters)}`;
    const { running, call, isDoomed } = this.#call(trace, state, 'service');
    if (isDoomed) throw new AwsError(BROKEN, 'it is broken', 500);
    call.park(this.services.toService(service, action, parameters, senderOf(running))).then(
      (answer) => call.answer.resolve(answer),
      (error: unknown) => call.answer.reject(error),
    );
    return await call.answer.promise;
  }

  facts(): Facts {
    const { saga } = this.#props;
    const { record, writes, messages } = this.services;
    const recoveries = this.#running.flatMap((one) =>
      one.of === undefined ? [] : [{ ...factsOf(one), of: one.of.arn }],
    );
    return { steps: saga.steps, executions: this.sagas.map(factsOf), recoveries, record, writes, messages };
  }

  async #start(machine: StateMachine, name: string, input: string, of?: Execution): Promise<void> {
    const { stepFunctions } = this.#props;
    const actor = new Actor();
    await actor.go(() => {
      const execution = stepFunctions.start({ machine, name, input });
      const running: Running = { execution, actor, traceRoot: execution.traceRoot, ...(of && { of }) };
      this.#running.push(running);
      void execution.ended.then(() => this.#ended(running));
    });
  }

  #ended(running: Running): void {
    const { execution, of, actor } = running;
    running.recordAtEnd = this.services.record;
    running.writesAtEnd = this.services.writes.length;
    if (of !== undefined && this.#props.saga.tellsOf({ detail: statusChange(execution) }))
      this.services.tellOfFailedRecovery(of.arn);
    actor.stopped();
  }

  #call(trace: string, state: string, kind: Call['kind']) {
    const running = this.#running.find(({ traceRoot }) => trace.includes(traceRoot));
    if (running === undefined) throw new Error(`nobody of this transaction calls ${state}: its trace is ${trace}`);
    if (running.doomed !== state) delete running.doomed;
    const { execution, actor } = running;
    const call = new Call({ execution, actor, state, kind });
    const isDoomed = running.doomed === state;
    if (!isDoomed) running.call = call;
    return { running, call, isDoomed };
  }

  #around({ table }: Pick<Surroundings, 'table'>): Surroundings {
    const { machines, clock } = this.#props;
    const client = stepFunctionsClient({
      executions: () => this.sagas.map(({ execution }) => execution),
      start: (name, input) => this.#startBySweep(name, input),
    });
    return { table, stepFunctions: client, sagaArn: machines.saga.arn, now: () => new Date(clock.now()) };
  }

  /** The same name and input as one that runs is that one; of one that has ended, an error. */
  async #startBySweep(hourly: string, input: string): Promise<void> {
    const { ExecutionArn } = JSON.parse(input) as { ExecutionArn: string };
    const of = this.sagas.find(({ execution }) => execution.arn === ExecutionArn)?.execution;
    if (of === undefined) throw new Error(`the sweep recovers ${ExecutionArn}, which is none of this transaction's`);
    if (this.alive.some(({ execution }) => execution.props.name === hourly)) return;
    await this.#start(this.#props.machines.recovery, hourly, input, of);
  }
}

/** As of now: what it sends later, it sends from a state that its execution may have left. */
function senderOf({ execution, of }: Running): Sender {
  const entered = execution.history.events.findLast(({ stateEnteredEventDetails }) => stateEnteredEventDetails);
  const state = String(entered?.stateEnteredEventDetails?.name);
  return { actsAs: of ?? execution, byRecovery: of !== undefined, state };
}

function factsOf({ execution, recordAtEnd, writesAtEnd = 0 }: Running): ExecutionFacts {
  const { arn, props, startDate, status, end, history } = execution;
  return {
    arn,
    name: props.name,
    startedAt: new Date(startDate).toISOString(),
    status,
    error: end?.error,
    recordAtEnd,
    writesAtEnd,
    path: history.events.flatMap(({ stateEnteredEventDetails: entered }) => (entered ? [String(entered.name)] : [])),
  };
}
