/** A message as a handler sees it. The receipt handle is the pool's alone: only the pool deletes, extends and releases. */
export interface ConsumerMessage {
  readonly messageId: string;
  readonly body: string;
  /** How often the queue has handed it out, this time included; beyond the queue's `maxReceiveCount` it is dead-lettered. */
  readonly receiveCount: number;
  /** SQS's own: `SentTimestamp`, `MessageGroupId`, … */
  readonly attributes: Readonly<Record<string, string>>;
  /** The publisher's, as raw delivery passes them on; binary ones in base64. */
  readonly messageAttributes: Readonly<Record<string, string>>;
}

/** What came of a message. After either it is deleted; `duplicate` says that its effect was there before. */
export type HandlerResult = 'done' | 'duplicate';

export interface HandlerContext {
  /**
   * Aborts when the message is no longer this process's: its visibility could not be extended, or the drain has run out of
   * time. A handler that then rejects leaves the message to its next receiver; one that finishes has it deleted.
   */
  readonly signal: AbortSignal;
}

/**
 * Does what a message asks for.
 *
 * @throws PoisonMessage when no later try will help
 * @throws Throttled when downstream asks to slow down
 * @throws anything else, and the message is released to be received again after a back-off
 */
export type Handler = (message: ConsumerMessage, context: HandlerContext) => Promise<HandlerResult>;

/**
 * The message is never going to work. It is released with a back-off until the queue's redrive policy moves it to the
 * dead-letter queue. The reason is logged at each receive, so it must not quote the payload.
 */
export class PoisonMessage extends Error {
  override readonly name = 'PoisonMessage';
}

/** Downstream says slow down: the message is held, nothing is received, and it is tried again, without a receive burnt. */
export class Throttled extends Error {
  override readonly name = 'Throttled';
}
