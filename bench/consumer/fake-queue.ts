import { createHash } from 'node:crypto';

const ID_PREFIX = 'message-';

/** Which one of those that were sent, from 0. */
export function numberOf(messageId: string): number {
  return Number(messageId.slice(ID_PREFIX.length));
}

interface StoredMessage {
  readonly id: string;
  readonly body: string;
  readonly md5: string;
  readonly group: string | undefined;
  readonly sentAt: number;
  receives: number;
  receiptHandle: string;
  visibleAt: number;
}

/** A message as ReceiveMessage hands it out. */
export interface Received {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes?: Readonly<Record<string, string>>;
}

export interface QueueCounts {
  readonly visible: number;
  readonly hidden: number;
  readonly deleted: number;
  /** Receives beyond the first of a message. */
  readonly receivedAgain: number;
  readonly deadLettered: number;
}

/** A standard queue: visibility timeouts, receive counts, receipt handles of which the last one counts, a redrive policy. */
export class FakeQueue {
  readonly #maxReceiveCount: number;
  #visible: StoredMessage[] = [];
  /** Where the queue begins: shifting a list of 100,000 would cost more than all the rest. */
  #head = 0;
  readonly #hidden = new Map<string, StoredMessage>();
  readonly deadLetters: string[] = [];
  readonly deletedIds = new Set<string>();
  #sent = 0;
  #receivedAgain = 0;

  constructor({ maxReceiveCount = Number.POSITIVE_INFINITY }: { readonly maxReceiveCount?: number } = {}) {
    this.#maxReceiveCount = maxReceiveCount;
  }

  get counts(): QueueCounts {
    return {
      visible: this.#visible.length - this.#head,
      hidden: this.#hidden.size,
      deleted: this.deletedIds.size,
      receivedAgain: this.#receivedAgain,
      deadLettered: this.deadLetters.length,
    };
  }

  send(body: string, group?: string): string {
    const id = `${ID_PREFIX}${this.#sent++}`;
    const md5 = createHash('md5').update(body).digest('hex');
    this.#visible.push({ id, body, md5, group, sentAt: Date.now(), receives: 0, receiptHandle: '', visibleAt: 0 });
    return id;
  }

  receive(max: number, visibilityTimeoutSeconds: number, attributes: readonly string[]): Received[] {
    const received: Received[] = [];
    while (received.length < max) {
      const message = this.#visible[this.#head];
      if (message === undefined) break;
      this.#head += 1;
      if (message.receives >= this.#maxReceiveCount) this.deadLetters.push(message.id);
      else received.push(this.#handOut(message, visibilityTimeoutSeconds, attributes));
    }
    if (this.#head > 1_000) {
      this.#visible = this.#visible.slice(this.#head);
      this.#head = 0;
    }
    return received;
  }

  /** As SQS: with an earlier receipt handle it succeeds and deletes nothing. */
  delete(receiptHandle: string): void {
    const message = this.#hidden.get(receiptHandle);
    if (message === undefined) return;
    this.#hidden.delete(receiptHandle);
    this.deletedIds.add(message.id);
  }

  /** @returns SQS's error code where the message is not hidden by this receipt handle */
  changeVisibility(receiptHandle: string, seconds: number): string | undefined {
    const message = this.#hidden.get(receiptHandle);
    if (message === undefined) return 'MessageNotInflight';
    message.visibleAt = performance.now() + seconds * 1000;
    if (seconds === 0) this.#show(message);
    return undefined;
  }

  /** Makes visible what nobody has deleted or extended in time. */
  expire(): void {
    const now = performance.now();
    for (const message of this.#hidden.values()) if (message.visibleAt <= now) this.#show(message);
  }

  #handOut(message: StoredMessage, visibilityTimeoutSeconds: number, attributes: readonly string[]): Received {
    message.receives += 1;
    if (message.receives > 1) this.#receivedAgain += 1;
    message.receiptHandle = `${message.id}/${message.receives}`;
    message.visibleAt = performance.now() + visibilityTimeoutSeconds * 1000;
    this.#hidden.set(message.receiptHandle, message);
    return {
      MessageId: message.id,
      ReceiptHandle: message.receiptHandle,
      Body: message.body,
      MD5OfBody: message.md5,
      ...(attributes.length === 0 ? {} : { Attributes: attributesOf(message, attributes) }),
    };
  }

  #show(message: StoredMessage): void {
    this.#hidden.delete(message.receiptHandle);
    this.#visible.push(message);
  }
}

/** Of those that were asked for, the ones that the message has. */
function attributesOf({ receives, sentAt, group }: StoredMessage, names: readonly string[]): Record<string, string> {
  const all = { ApproximateReceiveCount: String(receives), SentTimestamp: String(sentAt), MessageGroupId: group };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) =>
      value !== undefined && names.includes(name) ? [[name, value]] : [],
    ),
  );
}
