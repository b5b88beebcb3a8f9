import type { Message } from './message.ts';

/** PublishBatch takes ten messages at most, */
export const MAX_BATCH_MESSAGES = 10;
/** and 256 KiB in all: the bodies, in UTF-8. */
export const MAX_BATCH_BYTES = 256 * 1024;

/** Puts messages together, in their order, as many as a request may have. */
export async function* batchesOf(messages: AsyncIterable<Message>): AsyncGenerator<readonly Message[]> {
  let batch: Message[] = [];
  let bytes = 0;
  for await (const message of messages) {
    const size = Buffer.byteLength(message.body);
    if (batch.length === MAX_BATCH_MESSAGES || (batch.length > 0 && bytes + size > MAX_BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(message);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
