import { isObject } from '../../contract/describe.ts';
import { InvalidTransaction } from '../../contract/errors.ts';
import { parseTransaction, TRANSACTION_ID_PATTERN, type Transaction } from '../../contract/transaction.ts';

/** Where a transaction's id stands in an input, whatever else is wrong with it: a record may have been written under it. */
export function transactionIdIn(input: unknown): string | undefined {
  const envelope = isObject(input) && isObject(input.Payload) ? input.Payload : input;
  const details = isObject(envelope) ? envelope.TransactionDetails : undefined;
  const id = isObject(details) ? details.TransactionId : undefined;
  return typeof id === 'string' && TRANSACTION_ID_PATTERN.test(id) ? id : undefined;
}

/**
 * Reads an execution's input as its steps did.
 *
 * @param steps the names that `simulateFail` may have
 * @returns what is wrong with it, where it is no transaction
 */
export function readTransaction(input: unknown, steps: readonly string[]): Transaction | InvalidTransaction {
  try {
    return parseTransaction(input, steps);
  } catch (error) {
    if (error instanceof InvalidTransaction) return error;
    throw error;
  }
}

/** Without its fault: what was simulated has been, and a rollback that fails on purpose would fail in every recovery. */
export function withoutFault({ TransactionDetails, ...envelope }: Transaction): Transaction {
  const { simulateFail: _simulated, ...details } = TransactionDetails;
  return { ...envelope, TransactionDetails: details };
}
