import type { Context } from 'aws-lambda';
import type { SimulateFail } from '../../contract/fault-plan.ts';
import type { StepTask } from '../../contract/task.ts';
import { parseTransaction, type Transaction } from '../../contract/transaction.ts';
import { deadline } from '../store/client.ts';
import type { Writer } from '../store/record.ts';
import type { Table } from '../store/table.ts';
import type { StepRuntime } from './runtime.ts';
import type { StepLog } from './with-log.ts';

/** What a step's own code is told of the invocation. */
export interface StepCall {
  readonly transaction: Transaction;
  /**
   * `<TransactionId>:<execution name>:<step>`, the same for every attempt of the step and of its rollback: what another
   * service needs to do an effect once, and to find it again.
   */
  readonly idempotencyKey: string;
  /** Aborts shortly before the Lambda is killed. */
  readonly signal: AbortSignal;
}

export interface OpenCall extends StepCall {
  readonly transactionId: string;
  /** @default - no fault, or the environment has switched faults off */
  readonly simulateFail?: SimulateFail;
  readonly table: Table;
  /** Who writes, as of now. */
  writer(): Writer;
}

/**
 * Checks the transaction and gathers what its step needs.
 *
 * @throws InvalidTransaction when the execution's input is not a transaction
 */
export function openCall(runtime: StepRuntime, task: StepTask, context: Context, log: StepLog): OpenCall {
  const { Step, Saga, Execution, RetryCount } = task;
  Object.assign(log, { step: Step, execution: Execution.Name, retryCount: RetryCount });
  const transaction = parseTransaction(task.Input, Saga);
  const { TransactionId, simulateFail } = transaction.TransactionDetails;
  log.TransactionId = TransactionId;
  const signal = deadline(context.getRemainingTimeInMillis());
  return {
    transaction,
    transactionId: TransactionId,
    idempotencyKey: `${TransactionId}:${Execution.Name}:${Step}`,
    signal,
    ...(runtime.simulateFail && simulateFail !== undefined ? { simulateFail } : {}),
    table: { ...runtime.table, signal },
    writer: () => ({
      transactionId: TransactionId,
      saga: Saga,
      step: Step,
      execution: { id: Execution.Id, startedAt: Execution.StartTime },
      now: runtime.now(),
    }),
  };
}
