import type { SagaStatus } from '../../contract/saga.ts';

/** What the fence decides by: the DynamoDB item of one transaction, as far as a decision reads it. */
export interface SagaRecord {
  readonly TransactionId: string;
  /** The execution that owns the record. */
  readonly ExecutionId?: string;
  readonly Status?: SagaStatus;
  /** ISO 8601. */
  readonly ClosedAt?: string;
  /** The steps that this owner has rolled back. */
  readonly Undone?: ReadonlySet<string>;
  /** A step's map `{ Data, LastUpdated }` under the step's name. */
  readonly [step: string]: unknown;
}

/** Who writes, for which step, when: the same for a step and for its rollback. */
export interface Writer {
  readonly transactionId: string;
  /** All steps of the saga, in order. */
  readonly saga: readonly string[];
  readonly step: string;
  readonly execution: {
    /** Its ARN. */
    readonly id: string;
    /** ISO 8601 in UTC with milliseconds: it is compared as text. */
    readonly startedAt: string;
  };
  readonly now: Date;
}
