import type { RecoveryMessage } from '../../../../../contract/recovery-message.ts';
import type { SagaStatus, StepStatus } from '../../../../../contract/saga.ts';

export interface AuditEntry {
  readonly Execution: string;
  readonly Name: string;
  readonly Status: StepStatus;
}

/** A record whole; a step's data under its name. */
export interface SagaItem {
  readonly TransactionId: string;
  readonly ExecutionId?: string;
  readonly Status?: SagaStatus;
  readonly Steps?: readonly AuditEntry[];
  readonly ClosedAt?: string;
  readonly [attribute: string]: unknown;
}

/** A write that the table has taken. */
export interface Written {
  /** The ARN of the execution that it was for. */
  readonly actsAs: string;
  /** How that one stood. */
  readonly status: string;
  /** Whether a recovery sent it. */
  readonly byRecovery: boolean;
  readonly before: SagaItem | undefined;
  readonly after: SagaItem;
}

export interface ExecutionFacts {
  readonly arn: string;
  readonly name: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly status: string;
  readonly error?: string | undefined;
  /** The record as it was when the execution ended. */
  readonly recordAtEnd: SagaItem | undefined;
  /** How many writes the table had taken by then. */
  readonly writesAtEnd: number;
  /** The names of the states that it entered, in order. */
  readonly path: readonly string[];
}

export interface RecoveryFacts extends ExecutionFacts {
  /** The ARN of the execution that it acts as. */
  readonly of: string;
}

/** What can be seen of one transaction. */
export interface Facts {
  /** Of the saga, in order. */
  readonly steps: readonly string[];
  readonly executions: readonly ExecutionFacts[];
  readonly recoveries: readonly RecoveryFacts[];
  readonly record: SagaItem | undefined;
  /** In the order in which the table took them. */
  readonly writes: readonly Written[];
  /** In the recovery queue. */
  readonly messages: readonly Pick<RecoveryMessage, 'Kind' | 'ExecutionArn'>[];
}
