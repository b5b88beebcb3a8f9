import type { StepStatus } from './saga.ts';

/**
 * What the state machine sends to a step's Lambda, for `run` and for `rollback` alike. The definition builds it from the
 * context object, so that no step can overwrite what the next one is told.
 */
export interface StepTask {
  /** The step's name. */
  readonly Step: string;
  /** All steps of this saga, in order. */
  readonly Saga: readonly string[];
  /** The execution's input, as it was started: not yet checked. */
  readonly Input: unknown;
  /** The execution that acts: in a recovery, the one that ended. */
  readonly Execution: {
    /** Its ARN: `$$.Execution.Id`. */
    readonly Id: string;
    /** `$$.Execution.Name`. */
    readonly Name: string;
    /** ISO 8601: `$$.Execution.StartTime`. */
    readonly StartTime: string;
  };
  /** How often this Task was retried, 0 on the first attempt: `$$.State.RetryCount`. */
  readonly RetryCount: number;
}

/** An error as a Catch sees it. Step Functions leaves the cause out, or empty, for some errors of its own. */
export interface Failure {
  readonly Error: string;
  readonly Cause?: string;
}

/** What a rollback is told besides: why it runs. In a saga because a step failed, in a recovery because the execution ended. */
export type RollbackTask = StepTask & RollbackReason;

export type RollbackReason = StepFailed | ExecutionEnded;

export interface StepFailed {
  /** The error under the name of the step that failed, which need not be the step that this rollback undoes. */
  readonly Failed: Readonly<Record<string, Failure>>;
}

export interface ExecutionEnded {
  /** How the execution ended that the recovery acts as. A rollback that failed for good may be tried again by a recovery only. */
  readonly Recovery: Failure;
}

/** What `run` returns. `Output` is the step's own and small: the record holds its data. */
export interface RunResult {
  readonly TransactionId: string;
  readonly Step: string;
  readonly Status: Extract<StepStatus, 'Success'>;
  readonly Output?: Readonly<Record<string, unknown>>;
}

/** What `rollback` returns: what the closing state, which has no Lambda, needs to write. */
export interface RollbackResult {
  readonly TransactionId: string;
  readonly Step: string;
  readonly Status: Extract<StepStatus, 'RolledBack'>;
  /** When the closed record may be deleted, in seconds since 1970. */
  readonly ExpiresAt: number;
  /** The transaction's, 1 where the input says none: what is told of its outcome. */
  readonly Attempt: number;
  /** The transaction's, `null` where it has none: a state cannot leave out what is not there. */
  readonly CorrelationId: string | null;
}
