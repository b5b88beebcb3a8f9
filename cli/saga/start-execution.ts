import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { executionName, type Transaction } from '../../contract/transaction.ts';
import { executionArn } from './execution.ts';

/** An execution that was asked for. */
export interface Started {
  readonly arn: string;
  readonly name: string;
  /** `false` where this attempt was started before, whatever became of it. */
  readonly isNew: boolean;
}

/**
 * Starts the execution of a transaction's attempt: by the name and with the input that the consumer would give it, so that the
 * same attempt runs once, whoever starts it.
 */
export async function startExecution(
  sfn: SFNClient,
  stateMachineArn: string,
  transaction: Transaction,
): Promise<Started> {
  const name = executionName(transaction.TransactionDetails.TransactionId, transaction.Attempt);
  const arn = executionArn(stateMachineArn, name);
  try {
    await sfn.send(
      new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify({ Payload: transaction }) }),
    );
    return { arn, name, isNew: true };
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) return { arn, name, isNew: false };
    throw error;
  }
}
