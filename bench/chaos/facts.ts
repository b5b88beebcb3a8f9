import type { Outcome } from '../../contract/outcome.ts';
import type { SagaStatus, StepStatus } from '../../contract/saga.ts';
import type { PlannedTransaction } from './plan.ts';

/** A record, with the data of its steps under their names. */
export interface ChaosRecord {
  readonly TransactionId: string;
  readonly ExecutionId?: string;
  readonly Status?: SagaStatus;
  readonly Steps?: readonly AuditEntry[];
  readonly [attribute: string]: unknown;
}

export interface AuditEntry {
  readonly Execution: string;
  readonly Name: string;
  readonly Status: StepStatus;
}

export interface ExecutionFacts {
  readonly arn: string;
  /** `<TransactionId>-<Attempt>` */
  readonly name: string;
  readonly transactionId: string;
  readonly status: string;
  readonly error: string | undefined;
  /** It has heard a step say no. One that answers when its Task has timed out is not heard, and asked again. */
  readonly hasVerdict: boolean;
  /** How often a Task of it has timed out. */
  readonly timeouts: number;
  /** An operator has stopped it, or come too late. */
  readonly wasStopped: boolean;
  /** Somebody has started its recovery. */
  readonly wasRecovered: boolean;
}

/** What can be seen of a transaction in the end. */
export interface TransactionFacts {
  readonly planned: PlannedTransaction;
  readonly executions: readonly ExecutionFacts[];
  readonly record: ChaosRecord | undefined;
  readonly outcomes: readonly Outcome[];
}

export interface QueueFacts {
  /** Its logical id. */
  readonly queue: string;
  /** Visible and not. */
  readonly messages: number;
  /** How many have to be there. */
  readonly expected: number;
}

/** What can be seen of a run once all has come to its end. */
export interface ChaosFacts {
  readonly transactions: readonly TransactionFacts[];
  /** Those of no transaction that was published. */
  readonly strangers: readonly ExecutionFacts[];
  /** Recoveries that did not succeed, in words. */
  readonly failedRecoveries: readonly string[];
  readonly queues: readonly QueueFacts[];
}
