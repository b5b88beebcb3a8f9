import type { DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import { ATTRIBUTE, STATUS } from '../../contract/saga.ts';
import { executionName } from '../../contract/transaction.ts';
import type { Connection } from '../connection.ts';
import { NothingToDo } from '../errors.ts';
import { describeExecution, executionArn, nameIn } from '../saga/execution.ts';
import { readRecord, textOf } from '../saga/record.ts';

export interface FindOpenProps {
  readonly connection: Pick<Connection, 'sfn' | 'dynamodb' | 'stage'>;
  readonly stateMachineArn: string;
  readonly tableName: string;
  readonly transactionId: string;
}

/**
 * The execution that left a transaction half-done: the owner of its record. Without a record the first attempt, which may
 * have ended before it wrote: its first write may still be under way.
 *
 * @throws NothingToDo saying how the transaction stands, where there is nothing to recover
 */
export async function findOpen(props: FindOpenProps): Promise<string> {
  const { connection, stateMachineArn, tableName, transactionId } = props;
  const record = await readRecord(connection.dynamodb, tableName, transactionId);
  const owner = textOf(record, ATTRIBUTE.executionId);
  const arn = owner ?? executionArn(stateMachineArn, executionName(transactionId, 1));
  const name = nameIn(arn);
  const status = textOf(record, ATTRIBUTE.status);
  if (status === STATUS.rolledBack) {
    throw new NothingToDo(
      `transaction ${transactionId} is rolled back already, by execution ${name}: there is nothing to recover; saga retry ${transactionId} starts its next attempt`,
    );
  }
  const execution = await describeExecution(connection.sfn, arn);
  if (execution === undefined) {
    throw new NothingToDo(
      record === undefined
        ? `stage ${connection.stage} knows no transaction ${transactionId}: it was never started, still waits in a queue, or was rolled back so long ago that its record expired`
        : `the record of transaction ${transactionId} is ${status}, but its execution ${name} is gone: Step Functions keeps an execution for 90 days, and a recovery acts as it; saga status ${transactionId} shows what is left, which has to be undone by hand`,
    );
  }
  requireEnded(transactionId, name, execution);
  return arn;
}

function requireEnded(transactionId: string, name: string, { status }: DescribeExecutionCommandOutput): void {
  if (status === 'SUCCEEDED') {
    throw new NothingToDo(
      `transaction ${transactionId} is committed by execution ${name}: there is nothing to recover`,
    );
  }
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE') {
    throw new NothingToDo(
      `execution ${name} of transaction ${transactionId} is still ${status}, and rolls back by itself what fails: wait for its end, saga status ${transactionId} says how far it is`,
    );
  }
}
