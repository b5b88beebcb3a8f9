import type { Failure, StepTask } from './task.ts';

/** What a recovery is started with, whoever starts it: the execution of the saga that has ended. Nothing else is believed. */
export interface RecoveryInput {
  readonly ExecutionArn: string;
}

/** What a recovery finds out about an execution, before it changes anything. All but `Recover` are reasons to stop. */
export const DECISION = {
  recover: 'Recover',
  /** It has not ended: what is in its record is its own business. */
  stillRunning: 'StillRunning',
  /** It succeeded. */
  committed: 'Committed',
  /** Its input is no transaction, so it was refused and has written nothing. */
  notATransaction: 'NotATransaction',
  /**
   * Another execution owns the record, and this one may not take it over: nothing of it is there. Something can come only where the
   * other is just closing the record, which had begun before this one started: the sweep finds that.
   */
  notMine: 'NotMine',
  /** It is rolled back already. */
  rolledBack: 'RolledBack',
} as const;

export type Decision = (typeof DECISION)[keyof typeof DECISION];

/** The answer of `FindSaga`, which the recovery's state machine goes on with. */
export type FoundSaga = NothingToRecover | SagaToRecover;

export interface NothingToRecover {
  readonly Decision: Exclude<Decision, typeof DECISION.recover>;
  readonly ExecutionArn: string;
  /** @default - the input says none */
  readonly TransactionId?: string;
  /** The decision in a sentence. */
  readonly Why: string;
}

export interface SagaToRecover {
  readonly Decision: typeof DECISION.recover;
  readonly TransactionId: string;
  readonly Attempt: number;
  /** `null` where the transaction has none: a state cannot leave out what is not there. */
  readonly CorrelationId: string | null;
  /** The execution that the recovery acts as. Its start is written as its own rollbacks would write it: the fence compares it. */
  readonly Execution: StepTask['Execution'];
  /** Its input, without `simulateFail`: a fault that was simulated has been, or no recovery could ever succeed. */
  readonly Input: unknown;
  /** The names of all its steps, in order: as its record says, or else those of the machine. */
  readonly Saga: readonly string[];
  /** What the loop works off: the names of the steps to undo, the last first. */
  readonly ToUndo: { readonly Steps: readonly string[] };
  /** How it ended. */
  readonly Ended: Required<Failure>;
  /** When the closed record may be deleted, in seconds since 1970. */
  readonly ExpiresAt: number;
  /** The steps that this deploy has no rollback for, each as a rollback that failed. @default - there is none */
  readonly RollbackErrors?: Readonly<Record<string, Failure>>;
  /** Their audit entries, in DynamoDB's JSON. @default - there is none */
  readonly RollbackFailures?: Readonly<Record<string, unknown>>;
}
