import { ERROR_NAME, InvalidTransaction, SagaError } from '../../contract/errors.ts';
import { DECISION, type NothingToRecover } from '../../contract/recovery.ts';
import { STATUS } from '../../contract/saga.ts';
import type { Transaction } from '../../contract/transaction.ts';
import { ownedBy, takeable } from '../store/conditions.ts';
import type { OwnedRecord } from '../store/owner.ts';
import type { SagaExecution } from './executions.ts';
import { readTransaction, transactionIdIn } from './read-input.ts';

/** What is to be done about an execution: nothing, and why; or its recovery, and what that has to know. */
export type Verdict = NothingToRecover | RecoveryNeeded;

export interface RecoveryNeeded {
  readonly Decision: typeof DECISION.recover;
  readonly transaction: Transaction;
  /** @default - nothing of this execution's was written: a late write still could be */
  readonly mine?: OwnedRecord;
}

export interface JudgeProps {
  /** The names of the machine's steps, in order. */
  readonly steps: readonly string[];
  readonly readOwner: (transactionId: string) => Promise<OwnedRecord | undefined>;
}

/**
 * Judges what an execution left, and changes nothing. That there is no record is no reason to stop: a first write that was
 * sent before the execution ended may land after, and would stay open.
 *
 * @throws SagaError UnreadableInput, where its record is open, but its input is none that this deploy can read
 */
export async function judge(execution: SagaExecution, { steps, readOwner }: JudgeProps): Promise<Verdict> {
  const { arn, status, error, startedAt } = execution;
  if (status === 'SUCCEEDED') return nothing(execution, DECISION.committed, 'it succeeded');
  if (!ENDED.includes(status)) return nothing(execution, DECISION.stillRunning, `it is ${status}`);

  const input: unknown = JSON.parse(execution.input);
  const id = transactionIdIn(input);
  if (id === undefined) return nothing(execution, DECISION.notATransaction, 'its input has no TransactionId');
  const record = await readOwner(id);
  const mine = record !== undefined && ownedBy(arn).holds(record) ? record : undefined;
  if (mine?.Status === STATUS.rolledBack) return nothing(execution, DECISION.rolledBack, 'its record is closed', id);

  // What it began with was checked against the steps of its own deploy.
  const transaction = readTransaction(input, [...(mine?.Saga ?? []), ...steps]);
  if (transaction instanceof InvalidTransaction) {
    if (mine !== undefined) throw unreadable(execution, mine, transaction);
    return nothing(execution, DECISION.notATransaction, transaction.message, id);
  }
  if (mine === undefined) {
    // Its first step found it invalid, by rules that this deploy may not have any more.
    if (status === 'FAILED' && error === ERROR_NAME.invalidTransaction)
      return nothing(execution, DECISION.notATransaction, 'its first step refused it', id);
    if (record !== undefined && !takeable(startedAt).holds(record))
      return nothing(execution, DECISION.notMine, `the record is ${record.Status} by ${record.ExecutionId}`, id);
  }
  return { Decision: DECISION.recover, transaction, ...(mine === undefined ? {} : { mine }) };
}

const ENDED: readonly string[] = ['FAILED', 'TIMED_OUT', 'ABORTED'];

function nothing(
  { arn }: SagaExecution,
  Decision: NothingToRecover['Decision'],
  Why: string,
  TransactionId?: string,
): NothingToRecover {
  return { Decision, ExecutionArn: arn, Why, ...(TransactionId === undefined ? {} : { TransactionId }) };
}

function unreadable({ arn }: SagaExecution, { Status }: OwnedRecord, cause: InvalidTransaction): SagaError {
  return new SagaError(
    ERROR_NAME.unreadableInput,
    `the record of ${arn} is ${Status}, but this deploy cannot read its input (${cause.message}): recover it with the code that it began with`,
    { cause },
  );
}
