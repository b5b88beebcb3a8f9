import type { RecoveryMessage } from '../../../contract/recovery-message.ts';
import type { SagaStatus, StepStatus } from '../../../contract/saga.ts';
import type { Case } from '../case.ts';

/** A record, with the data of its steps under their names. */
export interface SagaItem {
  readonly TransactionId: string;
  readonly ExecutionId?: string;
  readonly Status?: SagaStatus;
  readonly Steps?: readonly AuditEntry[];
  readonly Error?: { readonly Step?: string; readonly Name?: string; readonly Cause?: string };
  readonly [attribute: string]: unknown;
}

export interface AuditEntry {
  readonly Execution: string;
  readonly Name: string;
  readonly Status: StepStatus;
  /** ISO 8601. */
  readonly Ts: string;
}

/**
 * Which of the case's it is: the one that the faults are for, another for the same transaction, one that was rolled back before,
 * or one whose input is no transaction.
 */
export type Role = 'main' | 'rival' | 'earlier' | 'stranger';

export interface ExecutionFacts {
  readonly arn: string;
  /** Milliseconds since 1970. */
  readonly startDate: number;
  readonly status: string;
  readonly error?: string | undefined;
  readonly role: Role;
  /** How often it has invoked a rollback; a recovery's invocations are not its own. */
  readonly rollbacks: number;
}

export interface RecoveryFacts {
  readonly startedBy: 'EventBridge' | 'sweep' | 'operator';
  /** The execution that it acts as. */
  readonly of: string;
  /** How that one stood when the recovery began. */
  readonly startedWhile: string;
  readonly status: string;
  readonly error?: string | undefined;
  readonly decision?: string | undefined;
}

/** What was done to the main execution, in order. */
export interface Injection {
  readonly what: 'step' | 'rollback' | 'cut' | 'closing';
  readonly step: string;
  readonly error: string;
}

/** What can be seen of a case once all has come to its end. */
export interface Facts {
  readonly case: Case;
  /** The steps of its saga, in order. */
  readonly steps: readonly string[];
  readonly executions: readonly ExecutionFacts[];
  readonly recoveries: readonly RecoveryFacts[];
  readonly record?: SagaItem | undefined;
  readonly messages: readonly RecoveryMessage[];
  readonly injections: readonly Injection[];
  /** Writes that a recovery's Lambda has sent for an execution which had not ended, or had succeeded. */
  readonly trespasses: readonly string[];
}
