import { ATTRIBUTE } from '../../contract/saga.ts';
import { MAX_ATTEMPT, type Transaction } from '../../contract/transaction.ts';
import type { Connection } from '../connection.ts';
import { NothingToDo } from '../errors.ts';
import { describeExecution } from './execution.ts';
import { nextAttempt } from './next-attempt.ts';
import { ownerInput } from './owner-input.ts';
import { readRecord, textOf } from './record.ts';
import { requireRolledBack } from './retryable.ts';
import { type Started, startExecution } from './start-execution.ts';

export interface NextAttemptProps {
  readonly connection: Pick<Connection, 'sfn' | 'dynamodb'>;
  readonly stateMachineArn: string;
  readonly tableName: string;
  readonly transactionId: string;
  /** Whether the new attempt is to fail as the last one was told to. */
  readonly keepSimulateFail: boolean;
}

/**
 * Starts the attempt after the one that was rolled back, with its input.
 *
 * An attempt's name may be used up though it never owned the record: one that was started while another ran was refused as a
 * duplicate. Such names are passed over, or the transaction could never be retried.
 *
 * @throws NothingToDo where the transaction was not rolled back, is being retried already, or has no attempt left
 */
export async function startNextAttempt(
  props: NextAttemptProps,
): Promise<{ started: Started; transaction: Transaction }> {
  const { connection, stateMachineArn, tableName, transactionId } = props;
  const read = async () =>
    requireRolledBack(transactionId, await readRecord(connection.dynamodb, tableName, transactionId));

  let record = await read();
  const input = await ownerInput(connection.sfn, transactionId, record);
  const details = props.keepSimulateFail ? input.TransactionDetails : withoutSimulateFail(input.TransactionDetails);
  for (let attempt = nextAttempt(transactionId, record); attempt <= MAX_ATTEMPT; ) {
    const transaction = { ...input, TransactionDetails: details, Attempt: attempt };
    const started = await startExecution(connection.sfn, stateMachineArn, transaction);
    if (started.isNew) return { started, transaction };
    const description = await describeExecution(connection.sfn, started.arn);
    if (description?.status === 'RUNNING') {
      throw new NothingToDo(
        `transaction ${transactionId} is being retried already: execution ${started.name} is RUNNING; saga status ${transactionId} says how far it is`,
      );
    }
    // Somebody may have retried it since the record was read.
    const before = textOf(record, ATTRIBUTE.executionId);
    record = await read();
    attempt = textOf(record, ATTRIBUTE.executionId) === before ? attempt + 1 : nextAttempt(transactionId, record);
  }
  throw new NothingToDo(
    `transaction ${transactionId} has had all of its ${MAX_ATTEMPT} attempts: publish it under another TransactionId`,
  );
}

function withoutSimulateFail(details: Transaction['TransactionDetails']): Transaction['TransactionDetails'] {
  const { simulateFail: _simulateFail, ...rest } = details;
  return rest;
}
