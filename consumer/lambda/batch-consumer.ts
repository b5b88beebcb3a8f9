import type { Backoff } from '../backoff.ts';
import { type ConsumerMessage, type Handler, Throttled } from '../handler.ts';
import type { Logger } from '../log.ts';
import { logFailure } from '../log-failure.ts';
import { Gate } from '../pool/gate.ts';
import type { Deadline } from './deadline.ts';
import type { Batch } from './sqs-event.ts';

/** The only kind of call at the gate. */
const HANDLE = 0;
/** As in a pod: at most 5 tries a second, and soon again when the quota has filled up. */
const THROTTLE_BACKOFF: Backoff = { baseMs: 200, maxMs: 10_000 };

/** What an invocation has, and the next one has anew. */
export interface Invocation {
  readonly deadline: Deadline;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
}

/** Hands the messages of a batch to a handler, all at once, and says which of them are not done. */
export class BatchConsumer {
  readonly #handler: Handler;
  /** Outlives an invocation: while downstream throttles, the next one begins with a single try. */
  readonly #gate = new Gate({ trustsEarlierCalls: false });

  constructor(handler: Handler) {
    this.#handler = handler;
  }

  /** @returns the messages that are to come again; the others are done, and to be deleted */
  async consume({ messages, fifo }: Batch, invocation: Invocation): Promise<readonly ConsumerMessage[]> {
    const lanes = fifo ? [...Map.groupBy(messages, groupOf).values()] : messages.map((message) => [message]);
    const failed = await Promise.all(lanes.map((lane) => this.#inOrder(lane, invocation)));
    return failed.flat();
  }

  /** Of a FIFO group nothing may overtake what failed: all behind it fails with it. */
  async #inOrder(lane: readonly ConsumerMessage[], invocation: Invocation): Promise<readonly ConsumerMessage[]> {
    for (const [index, message] of lane.entries()) {
      if (!(await this.#isDone(message, invocation))) return lane.slice(index);
    }
    return [];
  }

  async #isDone(message: ConsumerMessage, invocation: Invocation): Promise<boolean> {
    try {
      // A throttle holds the message as long as there is time to try again; then the deadline ends this.
      while (!(await this.#try(message, invocation)));
      return true;
    } catch (error) {
      if (!invocation.deadline.signal.aborted) logFailure(invocation.logger, message, error);
      return false;
    }
  }

  /**
   * @returns whether the message is done; it is not where downstream throttles
   * @throws what the handler throws, or the deadline's reason
   */
  async #try(message: ConsumerMessage, { deadline, logger }: Invocation): Promise<boolean> {
    const { signal } = deadline;
    signal.throwIfAborted();
    const ticket = this.#gate.tryEnter(HANDLE) ?? (await this.#gate.enter(HANDLE, signal));
    try {
      await deadline.limit(this.#handler(message, { signal }));
    } catch (error) {
      if (!(error instanceof Throttled)) {
        // It was called off, or failed by itself: either says nothing of a throttle.
        if (signal.aborted) this.#gate.left(ticket);
        else this.#gate.succeeded(ticket);
        throw error;
      }
      const wasThrottled = this.#gate.failing;
      this.#gate.failed(ticket, THROTTLE_BACKOFF);
      if (!wasThrottled) logger.warn('throttled: tried again while there is time', { reason: error.message });
      return false;
    }
    this.#gate.succeeded(ticket);
    return true;
  }
}

function groupOf({ attributes }: ConsumerMessage): string | undefined {
  return attributes.MessageGroupId;
}
