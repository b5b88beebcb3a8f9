import type { Message } from '@aws-sdk/client-sqs';
import type { ConsumerMessage, HandlerContext } from '../handler.ts';

/**
 * Where a message in hand is on its way out: not started yet; with its handler; waiting for downstream to stop throttling;
 * done and to be deleted; given back and to be made visible.
 */
export type Stage = 'buffered' | 'running' | 'throttled' | 'deleting' | 'releasing';

/** A message that this process has received and not yet got rid of. Times are of `performance.now()`. */
export class HeldMessage implements HandlerContext {
  readonly message: ConsumerMessage;
  /** Of its FIFO group; nothing on a standard queue, where a group only names a tenant. */
  readonly group: string | undefined;
  /** The one of the last receive: with another, SQS may not delete it. */
  receiptHandle: string;
  readonly receivedAt: number;
  /** When others may receive it, unless it is extended before. */
  visibleAt: number;
  stage: Stage = 'buffered';
  /** Others may have it by now. */
  lost = false;
  /** An extension has failed: not before this time again. */
  extendNotBefore = 0;
  /** Set while an extension is under way: a release has to wait for it, or the extension would hide the message again. */
  extending: Promise<void> | undefined;
  #controller: AbortController | undefined;

  constructor(received: Message, { now, visibilityMs, fifo }: { now: number; visibilityMs: number; fifo: boolean }) {
    this.message = toConsumerMessage(received);
    this.group = fifo ? received.Attributes?.MessageGroupId : undefined;
    this.receiptHandle = received.ReceiptHandle ?? '';
    this.receivedAt = now;
    this.visibleAt = now + visibilityMs;
  }

  get id(): string {
    return this.message.messageId;
  }

  /** Made when it is first asked for: most handlers never do. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  abort(reason: Error): void {
    this.#controller ??= new AbortController();
    this.#controller.abort(reason);
  }
}

const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze({});

function toConsumerMessage({ MessageId = '', Body = '', Attributes, MessageAttributes }: Message): ConsumerMessage {
  return {
    messageId: MessageId,
    body: Body,
    receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 1),
    attributes: Attributes ?? NO_ATTRIBUTES,
    messageAttributes: MessageAttributes === undefined ? NO_ATTRIBUTES : toText(MessageAttributes),
  };
}

function toText(attributes: NonNullable<Message['MessageAttributes']>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { StringValue, BinaryValue }]) => [
      name,
      StringValue ?? Buffer.from(BinaryValue ?? []).toString('base64'),
    ]),
  );
}
