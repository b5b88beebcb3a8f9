import { randomUUID } from 'node:crypto';

/** Why an event was given up. */
export interface GivenUp {
  /** As an HTTP status: 200 where the function itself failed, 429 where there was never room for it. */
  readonly code: number;
  readonly message: string;
}

/** The message that Lambda sends to a function's dead-letter queue: the event as it came, and in attributes why it stayed. */
export function deadLetter(payload: unknown, { code, message }: GivenUp) {
  return {
    MessageBody: JSON.stringify(payload),
    MessageAttributes: {
      RequestID: { DataType: 'String', StringValue: randomUUID() },
      ErrorCode: { DataType: 'Number', StringValue: String(code) },
      // Lambda cuts it to its first KiB.
      ErrorMessage: { DataType: 'String', StringValue: message.slice(0, 1024) || 'Unhandled' },
    },
  };
}
