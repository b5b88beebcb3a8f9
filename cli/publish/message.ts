import { InvalidTransaction } from '../../contract/errors.ts';
import { MAX_MESSAGE_BYTES } from '../../contract/message.ts';
import { SAGA_STEPS } from '../../contract/saga.ts';
import { executionName, parseTransaction } from '../../contract/transaction.ts';
import { asMessage, parseJson } from '../saga/transaction-argument.ts';

/** A message that is ready to be published. */
export interface Message {
  /** Which line or argument it came from. */
  readonly number: number;
  /** `<TransactionId>-<Attempt>`: what its execution will be called. */
  readonly name: string;
  /** The envelope as JSON, in one line. */
  readonly body: string;
}

/**
 * Makes the message of a line: `{ "TransactionDetails": … , "Attempt": … }`, whichever of its forms the line has.
 *
 * @param correlationId where the line has none of its own. @default - none
 * @throws InvalidTransaction saying what, got, allowed
 */
export function readMessage(number: number, text: string, correlationId?: string): Message {
  const value = asMessage(parseJson(text));
  // Before the schema, which would name the part that is too large, and stop there.
  if (Buffer.byteLength(text) > MAX_MESSAGE_BYTES) checkSize(compactBytes(value, text));
  const transaction = {
    ...(correlationId !== undefined && { CorrelationId: correlationId }),
    ...parseTransaction(value, SAGA_STEPS),
  };
  const body = JSON.stringify(transaction);
  checkSize(Buffer.byteLength(body));
  return { number, name: executionName(transaction.TransactionDetails.TransactionId, transaction.Attempt), body };
}

function checkSize(bytes: number): void {
  if (bytes <= MAX_MESSAGE_BYTES) return;
  throw new InvalidTransaction(
    `the message is ${bytes} bytes, but may have at most ${MAX_MESSAGE_BYTES} (128 KiB): split the transaction, or keep the data elsewhere and send where it is`,
  );
}

/** Without white space and escapes that the message will not have. */
function compactBytes(value: unknown, text: string): number {
  try {
    return Buffer.byteLength(JSON.stringify(value));
  } catch (error) {
    // Nested so deep that JSON.stringify runs out of stack: as it stands, then.
    if (error instanceof RangeError) return Buffer.byteLength(text);
    throw error;
  }
}
