import { InvalidTransaction } from '../../contract/errors.ts';
import { MAX_MESSAGE_BYTES } from '../../contract/message.ts';
import { SAGA_STEPS } from '../../contract/saga.ts';
import { parseTransaction, type Transaction } from '../../contract/transaction.ts';
import { PoisonMessage } from '../handler.ts';
import { withoutValues } from './without-values.ts';

/** A message that is a transaction. */
export interface TransactionMessage {
  /** The input of its execution: `{ "Payload": <the message> }`. */
  readonly input: { readonly Payload: unknown };
  readonly transaction: Transaction;
}

/**
 * Reads a message's body. What is checked is the very input that an execution would get, so that no message starts a saga
 * which refuses it.
 *
 * @throws PoisonMessage with the reason; of the payload it tells a wrong property's name, no value
 */
export function parseMessage(body: string): TransactionMessage {
  const bytes = Buffer.byteLength(body);
  if (bytes > MAX_MESSAGE_BYTES) {
    throw new PoisonMessage(
      `the message has ${bytes} bytes, but may have at most ${MAX_MESSAGE_BYTES} (128 KiB): split the transaction, or keep the data elsewhere and send where it is`,
    );
  }
  const input = { Payload: parseJson(body) };
  try {
    return { input, transaction: parseTransaction(input, SAGA_STEPS) };
  } catch (error) {
    if (!(error instanceof InvalidTransaction)) throw error;
    // Not as its cause: it quotes values.
    throw new PoisonMessage(withoutValues(error.message));
  }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Its error quotes the body.
    throw new PoisonMessage(
      `the message is not JSON: publish an object such as { "TransactionDetails": { "TransactionId": "1" } }, and subscribe the queue with raw delivery`,
    );
  }
}
