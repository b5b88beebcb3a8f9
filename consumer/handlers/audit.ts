import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
import type { Handler } from '../handler.ts';
import { parseMessage } from './parse-message.ts';

/**
 * Writes one JSON line about each transaction that was published: who, when, how large, and a digest by which the message
 * can be recognized. Not its records: what is in a log stays there for as long as logs are kept.
 *
 * @param output where the cluster's log agent reads. @default - standard output
 */
export function audit(output: Writable = process.stdout): Handler {
  return async ({ messageId, body, attributes }) => {
    const { TransactionDetails, Attempt, CorrelationId } = parseMessage(body).transaction;
    const { SentTimestamp, MessageGroupId } = attributes;
    const line = {
      time: new Date().toISOString(),
      level: 'info',
      message: 'transaction published',
      TransactionId: TransactionDetails.TransactionId,
      Attempt,
      CorrelationId,
      Records: TransactionDetails.Records?.length,
      simulateFail: TransactionDetails.simulateFail === undefined ? undefined : true,
      MessageId: messageId,
      MessageGroupId,
      publishedAt: SentTimestamp === undefined ? undefined : new Date(Number(SentTimestamp)).toISOString(),
      bytes: Buffer.byteLength(body),
      sha256: createHash('sha256').update(body).digest('hex'),
    };
    await write(output, `${JSON.stringify(line)}\n`);
    return 'done';
  };
}

/** The message is deleted after this, so the line has to be out. */
function write(output: Writable, line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(line, (error) => (error ? reject(error) : resolve()));
  });
}
