import { throttled } from '../../../local/dynamodb/dynamodb-fault.ts';
import { AwsError } from '../../../local/http/aws-error.ts';
import type { InvocationFault } from '../../../local/lambda/invocation-fault.ts';
import { tooManyRequests } from '../../../local/lambda/runtime.ts';
import type { Faults } from '../../../local/services.ts';
import type { Case } from '../case.ts';
import { FAULTS } from '../dimensions/fault.ts';
import { stepsOf } from '../dimensions/steps.ts';
import type { Injection } from './facts.ts';
import { AFTER_KILL_MS, LATE_MS, rollbackFault, type StepFault } from './inject.ts';
import type { StepInvocation } from './step-invocation.ts';

type TableRequest = Parameters<NonNullable<Faults['dynamodb']>>[0];
type TableFault = ReturnType<NonNullable<Faults['dynamodb']>>;

/** What a director can do to the world besides. */
export interface Stage {
  /** Ends the main execution from outside. */
  cut(): void;
  /** Calls back so many milliseconds later. @returns what cancels that */
  later(callback: () => void, ms: number): () => void;
  /** Told once, when the fault strikes for the first time. */
  onStrike(): void;
}

/** Lets go wrong what a case says, and nothing else: it sees every invocation and every write of the case's sagas. */
export class Director {
  readonly injections: Injection[] = [];
  readonly #case: Case;
  readonly #stage: Stage;
  readonly #stepFault: StepFault;
  /** What becomes of the writes of an invocation, by its id. */
  readonly #writes = new Map<string, 'late' | 'throttled' | 'cut' | 'unanswered' | 'held'>();
  /** What lets the late writes land. */
  readonly #held: (() => void)[] = [];
  #strikes = 0;
  #rollbackFailures = 0;
  #isCut = false;
  #isMended = false;

  /** @param stepFault what the fault of a step is to Lambda */
  constructor(one: Case, stage: Stage, stepFault: StepFault) {
    this.#stepFault = stepFault;
    this.#case = one;
    this.#stage = stage;
  }

  /** From now on nothing goes wrong any more. */
  mend(): void {
    this.#isMended = true;
  }

  /** @throws AwsError where Lambda throttles */
  onInvocation(invocation: StepInvocation): InvocationFault | undefined {
    if (this.#isMended) return undefined;
    if (this.#strikesAt(invocation)) return this.#strike(invocation);
    if (this.#isCutAt(invocation)) this.#cut(invocation);
    else if (this.#failsAt(invocation)) return this.#failRollback(invocation);
    return undefined;
  }

  /** An invocation for another execution of the transaction, whose write is what the late ones wait for. */
  onOther({ kind, step }: StepInvocation): void {
    if (kind !== 'run' || step !== this.#case.place.step) return;
    for (const release of this.#held.splice(0)) release();
  }

  /** @throws AwsError where DynamoDB throttles */
  onWrite({ invocation }: TableRequest): TableFault {
    const requestId = invocation?.requestId ?? '';
    const fate = this.#writes.get(requestId);
    if (fate === undefined) return undefined;
    if (fate === 'throttled') throw throttled();
    if (fate === 'late') return this.#hold();
    if (fate === 'held') return { applyAfterMs: AFTER_KILL_MS };
    if (fate === 'unanswered') {
      this.#writes.set(requestId, 'held');
      return { loseResponse: true };
    }
    // It lands, but before its answer comes the execution has ended.
    this.#writes.delete(requestId);
    this.#stage.later(() => this.#stage.cut(), 1);
    return { loseResponse: true };
  }

  /** A state of the main execution writes to the table. @throws AwsError where DynamoDB throttles */
  onClosing(operation: string): Awaited<TableFault> {
    const { closing } = this.#case.details;
    if (this.#isMended || operation !== 'UpdateItem') return undefined;
    const isFirst = !this.injections.some(({ what }) => what === 'closing');
    if (closing === 'has no table' || (closing === 'is throttled once' && isFirst)) {
      this.injections.push({ what: 'closing', step: '', error: closing });
      throw throttled();
    }
    if (closing !== 'gets no answer once' || !isFirst) return undefined;
    this.injections.push({ what: 'closing', step: '', error: closing });
    return { loseResponse: true };
  }

  /** A state of the main execution sends or publishes a message. @throws AwsError where it cannot */
  onMessage(): void {
    if (this.#isMended || this.#case.details.closing !== 'has no queue and no topic') return;
    throw new AwsError('ServiceUnavailable', 'Service is currently unavailable', 503);
  }

  /** Until the worst moment: just before another execution writes the same step, or late where there is none. */
  #hold(): Promise<undefined> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const cancel = this.#stage.later(() => resolve(undefined), LATE_MS);
    this.#held.push(() => {
      cancel();
      resolve(undefined);
    });
    return promise;
  }

  #strikesAt({ kind, step }: StepInvocation): boolean {
    const { place, repetition } = this.#case;
    if (kind !== 'run' || step !== place.step || this.#isCut) return false;
    return repetition === 'until retries end' || this.#strikes === 0;
  }

  #strike({ requestId, step }: StepInvocation): InvocationFault | undefined {
    const { fault, details } = this.#case;
    this.#strikes += 1;
    if (this.#strikes === 1) this.#stage.onStrike();
    this.injections.push({ what: 'step', step, error: FAULTS[fault].error });
    if (fault === 'lambdaThrottled') throw tooManyRequests();
    if (fault === 'tableThrottled') this.#writes.set(requestId, 'throttled');
    if (fault === 'late') this.#writes.set(requestId, 'late');
    const toLambda = this.#stepFault(fault, details.landing);
    // One that is really killed must not be faster than that, and answer.
    if (toLambda !== undefined && 'killAfterMs' in toLambda)
      this.#writes.set(requestId, details.landing === 'its write landed' ? 'unanswered' : 'held');
    return toLambda;
  }

  /** Only what comes after the fault: the retry that would have gone well, or a rollback. */
  #isCutAt({ kind, step, ofRecovery }: StepInvocation): boolean {
    const { ends, place, rollbacks, details } = this.#case;
    if (ends === 'finished' || this.#isCut || this.#strikes === 0 || ofRecovery) return false;
    if (kind === 'run') return step === place.step;
    // Its own rollbacks begin with the step that failed: that of a later one only a recovery's can fail.
    const saga = stepsOf(place.length);
    const isOwn = saga.indexOf(details.failingRollback) <= saga.indexOf(place.step);
    const waits = isOwn && rollbacks !== 'rollbacks fine' && details.cutAt === 'the rollback that failed';
    return !waits || (this.#rollbackFailures > 0 && step === details.failingRollback);
  }

  #cut({ requestId, step }: StepInvocation): void {
    this.#isCut = true;
    this.injections.push({ what: 'cut', step, error: '' });
    const { landing } = this.#case.details;
    if (landing === 'its write landed') {
      this.#writes.set(requestId, 'cut');
      return;
    }
    if (landing === 'its write lands late') this.#writes.set(requestId, 'late');
    this.#stage.cut();
  }

  #failsAt({ kind, step }: StepInvocation): boolean {
    const { rollbacks, details } = this.#case;
    if (kind !== 'rollback' || step !== details.failingRollback) return false;
    return (
      rollbacks === 'one rollback fails for good' ||
      (rollbacks === 'one rollback fails once' && this.#rollbackFailures === 0)
    );
  }

  #failRollback({ step }: StepInvocation): InvocationFault {
    this.#rollbackFailures += 1;
    const { rollbackFault: how } = this.#case.details;
    this.injections.push({ what: 'rollback', step, error: how });
    if (how === 'throttled') throw tooManyRequests();
    return rollbackFault(how);
  }
}
