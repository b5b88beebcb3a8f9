import { AwsError } from '../../../local/http/aws-error.ts';
import type { Faults } from '../../../local/services.ts';
import type { Execution } from '../../../local/stepfunctions/execution.ts';
import type { StatusChange } from '../../../local/stepfunctions/status-change.ts';
import type { Case } from '../case.ts';
import type { Details } from '../dimensions/details.ts';
import type { Ends } from '../dimensions/ends.ts';
import { stepsOf } from '../dimensions/steps.ts';
import { Director } from './director.ts';
import type { Facts, RecoveryFacts, Role } from './facts.ts';
import { greedy } from './greedy.ts';
import { declined, type StepFault } from './inject.ts';
import type { StepInvocation } from './step-invocation.ts';

type Deliver = NonNullable<Faults['events']>;

/** What the scenes of a cloud have in common. */
export interface SceneProps {
  /** Starts the saga of so many steps. */
  readonly start: (length: number, name: string, input: string) => Execution;
  readonly recover: (length: number, executionArn: string) => void;
  /** Stops an execution, or lets its time run out. */
  readonly cut: (execution: Execution, ends: Ends) => void;
  /** @returns what cancels it */
  readonly later: (callback: () => void, ms: number) => () => void;
  /** Told when the main execution has started, with the Root of its trace, by which its states' own requests are known. */
  readonly onMain: (scene: Scene, traceRoot: string) => void;
  readonly stepFault: StepFault;
  /** Whether a step that is to run out of memory does so by itself. @default false */
  readonly isGreedy?: boolean;
}

/** One case in a cloud, from its first start to what is left of it. */
export class Scene {
  readonly case: Case;
  readonly director: Director;
  readonly #props: SceneProps;
  readonly #executions: { readonly execution: Execution; readonly role: Role }[] = [];
  readonly #recoveries = new Map<string, RecoveryFacts>();
  readonly #trespasses: string[] = [];
  /** The executions that asked for each rollback. */
  readonly #rollbacks: string[] = [];

  constructor(one: Case, props: SceneProps) {
    this.case = one;
    this.#props = props;
    const stage = { cut: () => this.#cut(), later: props.later, onStrike: () => this.#onStrike() };
    this.director = new Director(one, stage, props.stepFault);
  }

  begin(): void {
    if (this.case.details.before === 'nothing') this.#startMain();
    else this.#start(9, 'earlier');
  }

  /** What an operator does in the end: recovers what could not be rolled back, or what is in no need of it. */
  afterwards(): void {
    const { rollbacks, details } = this.case;
    this.director.mend();
    if (rollbacks !== 'one rollback fails for good' && details.meddler !== 'a recovery at the end') return;
    for (const { execution } of this.#executions) this.#props.recover(this.case.place.length, execution.arn);
  }

  /** @throws AwsError where Lambda throttles */
  onInvocation(invocation: StepInvocation) {
    const { executionArn, kind, ofRecovery } = invocation;
    if (kind === 'rollback' && !ofRecovery) this.#rollbacks.push(executionArn);
    if (executionArn === this.#main?.arn) return this.director.onInvocation(invocation);
    this.director.onOther(invocation);
    return kind === 'run' && this.#isDeclined(invocation) ? declined : undefined;
  }

  onWrite({ executionArn, ofRecovery, step }: StepInvocation, request: Parameters<Director['onWrite']>[0]) {
    const status = this.#find(executionArn)?.status;
    if (ofRecovery && (status === 'RUNNING' || status === 'SUCCEEDED'))
      this.#trespasses.push(`${step} while ${status}`);
    return this.director.onWrite(request);
  }

  onDelivery(): ReturnType<Deliver> {
    const { events } = this.case.details;
    if (events === 'told nobody') return { lose: true };
    return events === 'told twice' ? { times: 2 } : undefined;
  }

  /** Of an execution of the saga. */
  onStatusChange({ executionArn, status }: StatusChange): void {
    if (status === 'RUNNING') return;
    if (executionArn === this.#main?.arn) this.#startSecond('at the end');
    else if (this.#roleOf(executionArn) === 'earlier') this.#props.later(() => this.#startMain(), 1);
  }

  /** Of a recovery. */
  onRecovery({ executionArn, name, status, error, output }: StatusChange, of: string): void {
    const startedWhile = this.#recoveries.get(executionArn)?.startedWhile ?? this.#find(of)?.status ?? 'none';
    const decision = output === null ? undefined : (JSON.parse(output) as { Decision?: string }).Decision;
    this.#recoveries.set(executionArn, {
      startedBy: startedBy(name),
      of,
      startedWhile,
      status,
      error: error ?? undefined,
      decision,
    });
  }

  facts(seen: Pick<Facts, 'record' | 'messages'>): Facts {
    return {
      ...seen,
      case: this.case,
      steps: stepsOf(this.case.place.length),
      executions: this.#executions.map(({ execution: { arn, startDate, status, end }, role }) => ({
        arn,
        startDate,
        status,
        error: end?.error,
        role,
        rollbacks: this.#rollbacks.filter((one) => one === arn).length,
      })),
      recoveries: [...this.#recoveries.values()],
      injections: this.director.injections,
      trespasses: this.#trespasses,
    };
  }

  get #main(): Execution | undefined {
    return this.#executions.find(({ role }) => role === 'main')?.execution;
  }

  #entry(executionArn: string) {
    return this.#executions.find(({ execution }) => execution.arn === executionArn);
  }

  #roleOf(executionArn: string): Role | undefined {
    return this.#entry(executionArn)?.role;
  }

  /** Whether an execution that is not the main one fails at this step. */
  #isDeclined({ executionArn, step }: StepInvocation): boolean {
    const { details, place } = this.case;
    const role = this.#roleOf(executionArn);
    return role === 'earlier' || (role === 'rival' && details.rival === 'is rolled back' && step === place.step);
  }

  #startMain(): void {
    this.#start(1, 'main');
    this.#props.onMain(this, this.#main?.traceRoot ?? '');
    this.#startSecond('at once');
  }

  #find(executionArn: string): Execution | undefined {
    return this.#entry(executionArn)?.execution;
  }

  #onStrike(): void {
    this.#startSecond('when the fault strikes');
    if (this.case.details.stranger === 'when the fault strikes') this.#start(3, 'stranger');
    if (this.case.details.meddler === 'a recovery while it runs' && this.#main !== undefined)
      this.#props.recover(this.case.place.length, this.#main.arn);
  }

  #cut(): void {
    if (this.#main !== undefined) this.#props.cut(this.#main, this.case.ends);
  }

  #startSecond(when: Details['second']): void {
    const { starts, details } = this.case;
    if (starts === 'single' || details.second !== when) return;
    if (starts === 'two executions') this.#start(2, 'rival');
    else this.#startAgain();
  }

  /** The same name with the same input: what runs is the answer, and what has ended is not run again. */
  #startAgain(): void {
    const hasEnded = this.#main?.status !== 'RUNNING';
    try {
      this.#start(1, 'rival');
    } catch (error) {
      if (hasEnded && error instanceof AwsError && error.name === 'ExecutionAlreadyExists') return;
      throw error;
    }
  }

  /** @throws AwsError ExecutionAlreadyExists */
  #start(attempt: number, role: Role): void {
    const { place, transactionId, fault } = this.case;
    const isGreedy = this.#props.isGreedy === true && fault === 'outOfMemory';
    const Records = role === 'stranger' ? 'none' : isGreedy ? greedy(place.step) : undefined;
    const input = JSON.stringify({ TransactionDetails: { TransactionId: transactionId, Records }, Attempt: attempt });
    const execution = this.#props.start(place.length, `${transactionId}-${attempt}`, input);
    if (this.#find(execution.arn) !== execution) this.#executions.push({ execution, role });
  }
}

function startedBy(name: string): RecoveryFacts['startedBy'] {
  if (name.startsWith('sweep-')) return 'sweep';
  return name.includes('-by-hand-') ? 'operator' : 'EventBridge';
}
