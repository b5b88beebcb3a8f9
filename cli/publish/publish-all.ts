import { pMapIterable } from 'p-map';
import { batchesOf } from './batches.ts';
import type { Message } from './message.ts';
import { type Failure, type SendProps, sendBatch } from './send-batch.ts';

/** Batches under way at a time. At 20 ms each that is 4,000 messages a second, more than most regions let an account publish. */
const CONCURRENCY = 8;

export interface PublishProps extends SendProps {
  /** Stops the reading; what is under way is finished and counted. */
  readonly signal: AbortSignal;
  readonly onFailure: (failure: Failure) => void;
  readonly onProgress: (published: number) => void;
}

export interface PublishOutcome {
  readonly published: number;
  readonly failed: number;
  /** Why it ended before the messages did. @default - it did not */
  readonly refusal?: unknown;
}

/** Publishes messages as they come, never reading far ahead of what SNS takes. */
export async function publishAll(messages: AsyncIterable<Message>, props: PublishProps): Promise<PublishOutcome> {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, props.signal]);
  let published = 0;
  let failed = 0;
  let refusal: unknown;
  try {
    const batches = batchesOf(until(signal, messages));
    const outcomes = pMapIterable(batches, (batch) => sendBatch(batch, props), {
      concurrency: CONCURRENCY,
      // No batch has to wait for a slower one before it.
      preserveOrder: false,
    });
    for await (const outcome of outcomes) {
      published += outcome.published;
      failed += outcome.failures.length;
      for (const failure of outcome.failures) props.onFailure(failure);
      props.onProgress(published);
      if (outcome.refusal === undefined) continue;
      refusal ??= outcome.refusal;
      stop.abort();
    }
  } catch (error) {
    // The input broke off: what was published until then is to be told first.
    refusal ??= error;
  }
  return { published, failed, ...(refusal !== undefined && { refusal }) };
}

/** Ends, rather than throws, when the signal aborts: also where the input itself was cut off by it. */
async function* until(signal: AbortSignal, messages: AsyncIterable<Message>): AsyncGenerator<Message> {
  try {
    for await (const message of messages) {
      if (signal.aborted) return;
      yield message;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
