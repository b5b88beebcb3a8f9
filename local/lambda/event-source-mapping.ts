import { setTimeout as sleep } from 'node:timers/promises';
import { AwsError } from '../http/aws-error.ts';
import { newTraceHeader } from '../http/trace.ts';
import type { EventSourceMappingConfig } from './event-source-mapping-config.ts';
import { type ReceivedMessage, toBatches, toRecord } from './event-source-mapping-event.ts';
import { deleteMessages, receiveMessages, type SqsExecute } from './event-source-mapping-queue.ts';
import { readBatchResponse } from './event-source-mapping-response.ts';
import type { FunctionInvoker, InvocationResult } from './invoker.ts';

/** Between tries where SQS or Lambda refuses. */
const RETRY_MS = 500;
/** AWS parks a poll for 20 s, which saves requests; here none costs anything, and one that has just begun outlives the cloud. */
const LONGEST_POLL_MS = 500;

export interface EventSourceMappingProps {
  readonly config: EventSourceMappingConfig;
  readonly functions: FunctionInvoker;
  readonly sqs: SqsExecute;
  /** Told why messages come again, where their function cannot say it. */
  readonly onProblem: (problem: string) => void;
}

/**
 * Polls a queue and invokes a function with what it finds. What is done is deleted; the rest is left to the queue's visibility
 * timeout: as on AWS, nothing is given back sooner.
 */
export class EventSourceMapping {
  readonly #props: EventSourceMappingProps;
  readonly #closed = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #polling: Promise<void> | undefined;

  constructor(props: EventSourceMappingProps) {
    this.#props = props;
  }

  start(): void {
    if (this.#props.config.isEnabled) this.#polling ??= this.#poll();
  }

  /** Ends the poll that is parked and lets go of what runs; the functions end with their runtime. */
  async close(): Promise<void> {
    this.#closed.abort(new Error('the embedded cloud was closed'));
    await this.#polling;
    await Promise.all(this.#running);
  }

  /** One receive at a time: in one process it takes a millisecond, and a second one parked would only wake with the first. */
  async #poll(): Promise<void> {
    const { signal } = this.#closed;
    while (!signal.aborted) {
      try {
        await this.#room();
        for (const batch of await this.#collect()) {
          await this.#room();
          this.#begin(batch);
        }
      } catch (error) {
        await this.#failed('cannot receive', error);
      }
    }
  }

  async #room(): Promise<void> {
    while (this.#running.size >= this.#props.config.maximumConcurrency) await Promise.race(this.#running);
  }

  /** What one receive brings, or more of them within the batching window. */
  async #collect(): Promise<readonly (readonly ReceivedMessage[])[]> {
    const { batchSize, batchingWindowMs } = this.#props.config;
    const messages = [...(await this.#receive(batchSize, LONGEST_POLL_MS))];
    const endsAt = performance.now() + batchingWindowMs;
    let leftMs = batchingWindowMs;
    while (messages.length > 0 && messages.length < batchSize && leftMs > 0) {
      messages.push(...(await this.#receive(batchSize - messages.length, Math.min(leftMs, LONGEST_POLL_MS))));
      leftMs = endsAt - performance.now();
    }
    return toBatches(messages, batchSize);
  }

  #begin(batch: readonly ReceivedMessage[]): void {
    const running = this.#handle(batch)
      .catch((error: unknown) => this.#failed('a batch comes again', error))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #handle(batch: readonly ReceivedMessage[]): Promise<void> {
    const { config, sqs, onProblem } = this.#props;
    const result = await this.#invoke({ Records: batch.map((message) => toRecord(message, config.queueArn)) });
    if ('functionError' in result) {
      const { errorType, errorMessage } = result.functionError;
      onProblem(`a batch comes again: ${errorType}: ${errorMessage}`);
      return;
    }
    let done = batch;
    if (config.reportsBatchItemFailures) {
      const messageIds = batch.map(({ MessageId }) => MessageId);
      const outcome = readBatchResponse(result.payload, messageIds);
      if ('invalid' in outcome) {
        onProblem(`a batch comes again: ${outcome.invalid}`);
        return;
      }
      done = batch.filter(({ MessageId }) => !outcome.failed.has(MessageId));
    }
    await this.#unlessClosed(() => deleteMessages(sqs, config.queueUrl, done));
  }

  /** A throttle is tried again until others may receive the batch. */
  async #invoke(event: object): Promise<InvocationResult> {
    const { functions, config } = this.#props;
    const { signal } = this.#closed;
    const visibleAt = performance.now() + config.visibilityTimeoutMs;
    for (;;) {
      try {
        return await functions.invoke(config.functionName, event, { traceId: newTraceHeader(), signal });
      } catch (error) {
        const isThrottle = error instanceof AwsError && error.code === 'TooManyRequestsException';
        if (!isThrottle || performance.now() + RETRY_MS >= visibleAt) throw error;
      }
      await sleep(RETRY_MS, undefined, { signal });
    }
  }

  async #receive(maxMessages: number, waitMs: number): Promise<readonly ReceivedMessage[]> {
    const { sqs, config } = this.#props;
    return await this.#unlessClosed(() => receiveMessages(sqs, config.queueUrl, { maxMessages, waitMs }));
  }

  /** The queue is in memory, so that what comes after the end is lost with everything else. */
  async #unlessClosed<T>(call: () => Promise<T>): Promise<T> {
    const { signal } = this.#closed;
    signal.throwIfAborted();
    const closed = Promise.withResolvers<never>();
    const leave = () => closed.reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([call(), closed.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  async #failed(what: string, error: unknown): Promise<void> {
    const { signal } = this.#closed;
    if (signal.aborted) return;
    this.#props.onProblem(`${what}: ${error}`);
    await sleep(RETRY_MS, undefined, { signal }).catch(() => {});
  }
}
