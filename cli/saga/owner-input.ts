import type { SFNClient } from '@aws-sdk/client-sfn';
import { describe } from '../../contract/describe.ts';
import { InvalidTransaction } from '../../contract/errors.ts';
import { ATTRIBUTE, SAGA_STEPS } from '../../contract/saga.ts';
import { parseTransaction, type Transaction } from '../../contract/transaction.ts';
import { NothingToDo } from '../errors.ts';
import { describeExecution, nameIn } from './execution.ts';
import { type SagaRecord, textOf } from './record.ts';

/**
 * What the execution that owns a record was started with: the record keeps results, not the input.
 *
 * @throws NothingToDo where Step Functions has it no more, or it is no transaction to this version
 */
export async function ownerInput(sfn: SFNClient, transactionId: string, record: SagaRecord): Promise<Transaction> {
  const owner = textOf(record, ATTRIBUTE.executionId);
  const description = owner === undefined ? undefined : await describeExecution(sfn, owner);
  if (owner === undefined || description?.input === undefined) {
    throw new NothingToDo(
      `the input of transaction ${transactionId} is gone: Step Functions keeps an execution for 90 days, and has no ${owner ?? 'owner of it'}; start the transaction with saga start and --attempt`,
    );
  }
  const transaction = parse(description.input, nameIn(owner));
  const { TransactionId } = transaction.TransactionDetails;
  if (TransactionId === transactionId) return transaction;
  throw new NothingToDo(
    `execution ${nameIn(owner)} owns the record of transaction ${transactionId}, but was started with transaction ${describe(TransactionId)}: start the transaction with saga start and --attempt`,
  );
}

function parse(input: string, owner: string): Transaction {
  try {
    return parseTransaction(JSON.parse(input), SAGA_STEPS);
  } catch (cause) {
    if (!(cause instanceof InvalidTransaction || cause instanceof SyntaxError)) throw cause;
    throw new NothingToDo(
      `the input of execution ${owner} is no transaction to this version (${cause.message}): start the transaction with saga start and --attempt`,
      { cause },
    );
  }
}
