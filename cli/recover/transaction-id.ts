import { isObject } from '../../contract/describe.ts';

/** The TransactionId that an execution was started with, wherever its input has it; nothing where it has none. */
export function transactionIdIn(input: string | undefined): string | undefined {
  if (input === undefined) return undefined;
  const value: unknown = JSON.parse(input);
  const envelope = isObject(value) && isObject(value.Payload) ? value.Payload : value;
  const details = isObject(envelope) ? envelope.TransactionDetails : undefined;
  const id = isObject(details) ? details.TransactionId : undefined;
  return typeof id === 'string' ? id : undefined;
}
