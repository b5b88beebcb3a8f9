import { isObject } from '../../contract/describe.ts';
import { InvalidTransaction } from '../../contract/errors.ts';
import { SAGA_STEPS } from '../../contract/saga.ts';
import { parseTransaction, type Transaction } from '../../contract/transaction.ts';

/**
 * A transaction as somebody types it: JSON (the message with its `TransactionDetails`, the same within `Payload`, or a bare
 * `TransactionDetails`), or only its id.
 *
 * @throws InvalidTransaction saying what, got, allowed
 */
export function parseTransactionArgument(text: string): Transaction {
  return parseTransaction(asMessage(isJson(text) ? parseJson(text) : { TransactionId: text }), SAGA_STEPS);
}

/** A bare `TransactionDetails` is known by its `TransactionId`. */
export function asMessage(value: unknown): unknown {
  return isObject(value) && Object.hasOwn(value, 'TransactionId') ? { TransactionDetails: value } : value;
}

/** No id begins like this. */
export function isJson(text: string): boolean {
  return /^\s*[[{"]/.test(text);
}

/** @throws InvalidTransaction */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // Its own line and column are those within this line, which would be taken for those of a file.
    const why = (cause instanceof Error ? cause.message : String(cause)).replace(/ \(line \d+ column \d+\)/, '');
    throw new InvalidTransaction(
      `the text is not JSON (${why}), but has to be one JSON object in one line, such as { "TransactionDetails": { "TransactionId": "1" } }`,
      { cause },
    );
  }
}
