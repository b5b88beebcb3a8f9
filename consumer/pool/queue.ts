import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { bounded } from './bounded.ts';
import { BACKOFF, classify } from './failure.ts';
import { Gate, KIND, type Ticket } from './gate.ts';
import type { HeldMessage } from './held-message.ts';
import { Liveness } from './liveness.ts';
import type { PoolSettings } from './options.ts';
import type { CallName, PoolMetrics } from './pool-metrics.ts';

/** Beyond a receive's own wait, for the way there and back. */
export const RECEIVE_MARGIN_MS = 5_000;

/** What SQS says of an entry of a batch that it did not honour. */
export interface Refusal {
  readonly code: string;
  /** SQS calls it a fault of the sender: the same again will fail again. */
  readonly isFinal: boolean;
}

/** The refused ones of a batch. */
export type Refusals<T> = ReadonlyMap<T, Refusal>;

/** Who may end a call: `waiting` while it waits for its turn, `running` from then on. */
interface Ends {
  readonly waiting: AbortSignal;
  readonly running: AbortSignal;
}

export interface VisibilityChange {
  readonly message: HeldMessage;
  readonly seconds: number;
}

/** The pool's calls to its queue: each ends within a known time, and all share one back-off. */
export class Queue {
  readonly gate = new Gate({ trustsEarlierCalls: true });
  readonly liveness = new Liveness();
  readonly #settings: PoolSettings;
  readonly #metrics: PoolMetrics;

  constructor(settings: PoolSettings, metrics: PoolMetrics) {
    this.#settings = settings;
    this.#metrics = metrics;
  }

  async receive(maxMessages: number, ends: Ends): Promise<readonly Message[]> {
    const { queueUrl, waitTimeSeconds, visibilityTimeoutSeconds, receiveClient } = this.#settings;
    return this.#call('receive', ends, async (send) => {
      // After a failure, an answer is wanted at once: it tells that SQS is back, and keeps nobody waiting at the gate.
      const WaitTimeSeconds = this.gate.isOpen ? waitTimeSeconds : 0;
      const ended = this.liveness.sent();
      try {
        const { Messages } = await send(receiveClient, WaitTimeSeconds * 1000 + RECEIVE_MARGIN_MS, (client, options) =>
          client.send(
            new ReceiveMessageCommand({
              QueueUrl: queueUrl,
              MaxNumberOfMessages: maxMessages,
              WaitTimeSeconds,
              VisibilityTimeout: visibilityTimeoutSeconds,
              MessageSystemAttributeNames: [
                'ApproximateReceiveCount',
                'SentTimestamp',
                'MessageGroupId',
                'AWSTraceHeader',
              ],
              MessageAttributeNames: ['All'],
            }),
            options,
          ),
        );
        ended(true);
        return Messages ?? [];
      } catch (error) {
        ended(classify(error) !== 'unanswered');
        throw error;
      }
    });
  }

  async delete(messages: readonly HeldMessage[], signal: AbortSignal): Promise<Refusals<HeldMessage>> {
    const { queueUrl, client, callTimeoutMs } = this.#settings;
    return this.#call('delete', { waiting: signal, running: signal }, async (send) => {
      // Read only now: a message that came again meanwhile has a new receipt handle.
      const Entries = messages.map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle }));
      const { Failed } = await send(client, callTimeoutMs, (sqs, options) =>
        sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }), options),
      );
      const refusals = refusalsOf(messages, Failed);
      for (const [index, message] of messages.entries()) {
        // SQS says yes to an old receipt handle, and deletes nothing.
        if (message.receiptHandle !== Entries[index]?.ReceiptHandle) refusals.set(message, RECEIVED_AGAIN);
      }
      return refusals;
    });
  }

  async changeVisibility(
    changes: readonly VisibilityChange[],
    signal: AbortSignal,
  ): Promise<Refusals<VisibilityChange>> {
    const { queueUrl, client, callTimeoutMs } = this.#settings;
    return this.#call('visibility', { waiting: signal, running: signal }, async (send) => {
      const Entries = changes.map(({ message, seconds }, index) => ({
        Id: String(index),
        ReceiptHandle: message.receiptHandle,
        VisibilityTimeout: seconds,
      }));
      const { Failed } = await send(client, callTimeoutMs, (sqs, options) =>
        sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }), options),
      );
      const refusals = refusalsOf(changes, Failed);
      for (const [index, change] of changes.entries()) {
        // What it says of an old receipt handle is not true of the message.
        if (change.message.receiptHandle !== Entries[index]?.ReceiptHandle) refusals.delete(change);
      }
      return refusals;
    });
  }

  async #call<T>(name: CallName, { waiting, running }: Ends, call: (send: Send) => Promise<T>): Promise<T> {
    const ticket = this.gate.tryEnter(KIND[name]) ?? (await this.gate.enter(KIND[name], waiting));
    this.#metrics.calls[name].inc();
    try {
      const result = await call((client, timeoutMs, send) =>
        bounded((abortSignal) => send(client, { abortSignal, requestTimeout: timeoutMs }), timeoutMs, running),
      );
      const wasFailing = this.gate.failing;
      this.gate.succeeded(ticket);
      if (wasFailing && !this.gate.failing) this.#settings.logger.info('SQS answers again', { call: name });
      return result;
    } catch (error) {
      if (running.aborted) this.gate.left(ticket);
      else this.#failed(name, ticket, error);
      throw error;
    }
  }

  #failed(call: CallName, ticket: Ticket, error: unknown): void {
    const failure = classify(error);
    this.#metrics.failure(call, failure).inc();
    const retryInMs = this.gate.failed(ticket, BACKOFF[failure]);
    // One line for all the calls that failed together.
    if (retryInMs === undefined) return;
    this.#settings.logger.warn('a call to SQS failed', {
      call,
      class: failure,
      retryInMs: Math.round(retryInMs),
      error,
    });
  }
}

type Send = <O>(
  client: SQSClient,
  timeoutMs: number,
  send: (client: SQSClient, options: { abortSignal: AbortSignal; requestTimeout: number }) => Promise<O>,
) => Promise<O>;

const RECEIVED_AGAIN: Refusal = { code: 'ReceivedAgain', isFinal: false };

function refusalsOf<T>(
  items: readonly T[],
  failed: readonly { Id: string | undefined; Code: string | undefined; SenderFault: boolean | undefined }[] = [],
): Map<T, Refusal> {
  const refusals = new Map<T, Refusal>();
  for (const { Id, Code = 'Unknown', SenderFault = false } of failed) {
    const item = items[Number(Id)];
    if (item !== undefined) refusals.set(item, { code: Code, isFinal: SenderFault });
  }
  return refusals;
}
