import type { Message } from '@aws-sdk/client-sqs';
import { Batcher } from './batcher.ts';
import { Heartbeat } from './heartbeat.ts';
import { HeldMessage } from './held-message.ts';
import type { PoolSettings } from './options.ts';
import type { PoolMetrics } from './pool-metrics.ts';
import type { Queue, VisibilityChange } from './queue.ts';

/** A release waits so long for nine others, in milliseconds. */
const RELEASE_WAIT_MS = 20;

export interface HandProps {
  readonly settings: PoolSettings;
  readonly queue: Queue;
  readonly metrics: PoolMetrics;
  readonly onLost: (message: HeldMessage) => void;
  readonly onTick: () => void;
}

/**
 * The messages that this process has, from their receive to their deletion or release. One that is received a second time
 * is known by its id: it is never given to a second handler.
 */
export class Hand {
  readonly #settings: PoolSettings;
  readonly #metrics: PoolMetrics;
  readonly #fifo: boolean;
  readonly #messages = new Map<string, HeldMessage>();
  readonly #heartbeat: Heartbeat;
  readonly #deletes: Batcher<HeldMessage>;
  readonly #releases: Batcher<VisibilityChange>;
  /** Ends the calls that are still out when there is no more time. */
  readonly #ended = new AbortController();
  readonly #awaitingExtension = new Set<Promise<void>>();

  constructor({ settings, queue, metrics, onLost, onTick }: HandProps) {
    this.#settings = settings;
    this.#metrics = metrics;
    this.#fifo = new URL(settings.queueUrl).pathname.endsWith('.fifo');
    const { signal } = this.#ended;
    this.#heartbeat = new Heartbeat({
      visibilityTimeoutSeconds: settings.visibilityTimeoutSeconds,
      logger: settings.logger,
      metrics,
      extend: (changes) => queue.changeVisibility(changes, signal),
      onTick,
      onLost: (message) => {
        metrics.lost.inc();
        message.lost = true;
        onLost(message);
        message.abort(new Error(`message ${message.id} is visible to others again`));
      },
    });
    this.#deletes = new Batcher({
      maxWaitMs: settings.deleteWaitMs,
      send: (messages) => queue.delete(messages, signal),
      onSettled: (message, { refusal, gaveUp = false }) =>
        this.#deleted(message, refusal?.code ?? (gaveUp ? 'no time left' : undefined)),
    });
    this.#releases = new Batcher({
      maxWaitMs: RELEASE_WAIT_MS,
      send: (changes) => queue.changeVisibility(changes, signal),
      isStale: ({ message }) => message.visibleAt <= performance.now(),
      // Not released, it is visible when its timeout is over: later, and nothing worse.
      onSettled: ({ message }) => this.forget(message),
    });
  }

  /** How many messages are in hand, those on their way out included. */
  get size(): number {
    return this.#messages.size;
  }

  /** How many are done and not deleted yet. */
  get undeleted(): number {
    return this.#deletes.unsettled;
  }

  start(): void {
    this.#heartbeat.start();
  }

  /** @returns the message to be handled; nothing where it is in hand already */
  receive(received: Message): HeldMessage | undefined {
    this.#metrics.received.inc();
    const now = performance.now();
    const visibilityMs = this.#settings.visibilityTimeoutSeconds * 1000;
    const known = this.#messages.get(received.MessageId ?? '');
    // One that was just given back is a new one: its release has arrived before its answer.
    if (known === undefined || known.stage === 'releasing') {
      const message = new HeldMessage(received, { now, visibilityMs, fifo: this.#fifo });
      this.#messages.set(message.id, message);
      this.#heartbeat.add(message);
      return message;
    }
    this.#metrics.redelivered.inc();
    known.receiptHandle = received.ReceiptHandle ?? known.receiptHandle;
    known.visibleAt = now + visibilityMs;
    known.lost = false;
    this.#heartbeat.add(known);
    return undefined;
  }

  /** Its effect is there: it is deleted, and kept hidden until it is. */
  done(message: HeldMessage): void {
    message.stage = 'deleting';
    this.#deletes.add(message);
  }

  /** Gives a message back, to be received again after so many seconds. */
  release(message: HeldMessage, seconds: number): void {
    this.#heartbeat.remove(message);
    message.stage = 'releasing';
    if (message.lost) {
      this.forget(message);
      return;
    }
    const change = { message, seconds };
    if (message.extending === undefined) {
      this.#releases.add(change);
      return;
    }
    const released = message.extending.then(() => {
      this.#awaitingExtension.delete(released);
      this.#releases.add(change);
    });
    this.#awaitingExtension.add(released);
  }

  /** Lets go of a message without a word to SQS. */
  forget(message: HeldMessage): void {
    this.#heartbeat.remove(message);
    // It may have come again since, as a new one.
    if (this.#messages.get(message.id) === message) this.#messages.delete(message.id);
  }

  /** Resolves when all that is done is deleted and all that was given back is visible. */
  async flush(): Promise<void> {
    await Promise.all(this.#awaitingExtension);
    await Promise.all([this.#deletes.flush(), this.#releases.flush()]);
  }

  /** Stops the heartbeat, and gives up what could not be deleted or released. */
  close(): void {
    this.#heartbeat.stop();
    this.#deletes.giveUp();
    this.#releases.giveUp();
    this.#ended.abort(new Error('the pool has stopped'));
  }

  #deleted(message: HeldMessage, failure: string | undefined): void {
    this.forget(message);
    if (failure === undefined) {
      this.#metrics.deleted.inc();
      return;
    }
    this.#metrics.undeleted.inc();
    this.#settings.logger.error('a message is done but not deleted: it will come again', {
      messageId: message.id,
      reason: failure,
    });
  }
}
