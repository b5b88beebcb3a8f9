import { type Backoff, backoffMs } from '../backoff.ts';
import { type HandlerResult, PoisonMessage, Throttled } from '../handler.ts';
import { logFailure } from '../log-failure.ts';
import { Buffer } from './buffer.ts';
import { Gate, type Ticket } from './gate.ts';
import type { Hand } from './hand.ts';
import type { HeldMessage } from './held-message.ts';
import type { PoolSettings } from './options.ts';
import type { PoolMetrics } from './pool-metrics.ts';
import { Rate } from './rate.ts';

/** A quota that is used up is hit several times a second: one line in 10 s says so. */
const THROTTLE_LOG_MS = 10_000;
/** The only kind of call at the handlers' gate. */
const HANDLE = 0;

export interface WorkersProps {
  readonly settings: PoolSettings;
  readonly metrics: PoolMetrics;
  readonly hand: Hand;
  /** A message has left, or downstream has stopped throttling. */
  readonly onRoom: () => void;
}

/** Gives messages to the handler, so many at a time, and sees to what comes of each. */
export class Workers {
  readonly #settings: PoolSettings;
  readonly #metrics: PoolMetrics;
  readonly #hand: Hand;
  readonly #onRoom: () => void;
  readonly #buffer = new Buffer();
  readonly #running = new Set<HeldMessage>();
  readonly #finished = new Rate();
  /** Throttles are meant for all calls: those that passed before one do not unsay it. */
  readonly #gate = new Gate({ trustsEarlierCalls: false, onRoom: () => this.#roomAtTheGate() });
  #stopping = false;
  #throttleLoggedAt = Number.NEGATIVE_INFINITY;
  #onIdle: () => void = () => {};

  constructor({ settings, metrics, hand, onRoom }: WorkersProps) {
    this.#settings = settings;
    this.#metrics = metrics;
    this.#hand = hand;
    this.#onRoom = onRoom;
  }

  get inFlight(): number {
    return this.#running.size;
  }

  get buffered(): number {
    return this.#buffer.size;
  }

  get isThrottled(): boolean {
    return this.#gate.failing;
  }

  /** See `PollersProps.room`. */
  room(): { free: number; worthwhile: number } {
    // While downstream throttles nothing is received: it would only grow old here.
    if (!this.#gate.hasRoom) return { free: 0, worthwhile: 1 };
    // What the handlers finish within a second may be here before they need it.
    const ahead = Math.min(this.#settings.prefetch, Math.floor(this.#finished.perSecond));
    const free = this.#settings.maxInFlight + ahead - this.#running.size - this.#buffer.size;
    // Where it costs no handler its work, a poll waits until it can fetch ten.
    return { free, worthwhile: Math.max(1, Math.min(10, ahead)) };
  }

  /** Takes messages on; while stopping they go back. */
  add(messages: readonly HeldMessage[]): void {
    for (const message of messages) this.#buffer.push(message);
    if (this.#stopping) this.#releaseUnstarted();
    else this.#startAll();
  }

  /** Gives back what has waited too long for a handler, unless all wait: elsewhere they would be throttled as well. */
  releaseOld(): void {
    if (this.#gate.failing) return;
    const oldest = performance.now() - this.#settings.maxPrefetchAgeMs;
    for (const message of this.#buffer.remove(({ receivedAt }) => receivedAt < oldest)) this.#release(message, 0);
  }

  /** A message is not ours any more: it must not start. */
  lost(message: HeldMessage): void {
    for (const unstarted of this.#buffer.remove((buffered) => buffered === message)) this.#hand.forget(unstarted);
  }

  /** Gives back what has not started, and resolves when the handlers have ended. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#releaseUnstarted();
    for (const message of this.#running) {
      if (message.stage === 'throttled') message.abort(new Error('the pool is draining'));
    }
    if (this.#running.size > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    this.#gate.close();
  }

  /** Tells the handlers that their time is over. */
  abort(): void {
    for (const message of this.#running) message.abort(new Error('the pool has no time left'));
  }

  #roomAtTheGate(): void {
    this.#startAll();
    this.#onRoom();
  }

  #startAll(): void {
    while (this.#buffer.size > 0 && this.#running.size < this.#settings.maxInFlight && this.#gate.hasRoom) {
      const message = this.#buffer.take();
      if (message === undefined) return;
      this.#running.add(message);
      void this.#run(message);
    }
  }

  async #run(message: HeldMessage): Promise<void> {
    try {
      while (!(await this.#try(message)));
    } finally {
      this.#running.delete(message);
      this.#buffer.settled(message);
      this.#finished.count();
      this.#startAll();
      this.#onRoom();
      if (this.#running.size === 0) this.#onIdle();
    }
  }

  /** @returns whether the message is settled */
  async #try(message: HeldMessage): Promise<boolean> {
    let ticket: Ticket;
    try {
      ticket = this.#gate.tryEnter(HANDLE) ?? (await this.#gate.enter(HANDLE, message.signal));
    } catch {
      // Lost, or called off by the drain, while it waited.
      this.#release(message, 0);
      return true;
    }
    message.stage = 'running';
    const startedAt = performance.now();
    let result: HandlerResult;
    try {
      result = await this.#settings.handler(message.message, message);
    } catch (error) {
      if (error instanceof Throttled) return this.#throttled(message, ticket, error);
      this.#gate.succeeded(ticket);
      this.#failed(message, error);
      return true;
    } finally {
      this.#metrics.handlerSeconds.observe((performance.now() - startedAt) / 1000);
    }
    this.#gate.succeeded(ticket);
    this.#metrics.outcome[result].inc();
    this.#hand.done(message);
    return true;
  }

  #throttled(message: HeldMessage, ticket: Ticket, error: Throttled): boolean {
    this.#metrics.throttled.inc();
    const wasThrottled = this.#gate.failing;
    this.#gate.failed(ticket, this.#settings.throttleBackoff);
    if (!wasThrottled) this.#logThrottle(error);
    if (this.#stopping) {
      this.#release(message, 0);
      return true;
    }
    message.stage = 'throttled';
    return false;
  }

  #logThrottle({ message }: Throttled): void {
    const now = performance.now();
    if (now - this.#throttleLoggedAt < THROTTLE_LOG_MS) return;
    this.#throttleLoggedAt = now;
    this.#settings.logger.warn('throttled: messages are held, and no more received', { reason: message });
  }

  #failed(message: HeldMessage, error: unknown): void {
    if (message.signal.aborted) {
      // The handler has done as it was told.
      this.#release(message, 0);
      return;
    }
    const { logger, poisonBackoff, failureBackoff } = this.#settings;
    const isPoison = error instanceof PoisonMessage;
    const seconds = secondsHidden(message.message.receiveCount, isPoison ? poisonBackoff : failureBackoff);
    logFailure(logger, message.message, error, { retryInSeconds: seconds });
    this.#metrics.outcome[isPoison ? 'poison' : 'failed'].inc();
    this.#hand.release(message, seconds);
    // Of a FIFO group nothing may overtake it.
    if (message.group !== undefined) {
      for (const later of this.#buffer.remove(({ group }) => group === message.group)) this.#release(later, 0);
    }
  }

  #releaseUnstarted(): void {
    for (const message of this.#buffer.remove(() => true)) this.#release(message, 0);
  }

  #release(message: HeldMessage, seconds: number): void {
    this.#metrics.outcome.released.inc();
    this.#hand.release(message, seconds);
  }
}

/** The n-th receive is the n-th try, so the back-off after it is that of n - 1 failures before. */
function secondsHidden(receiveCount: number, backoff: Backoff): number {
  return Math.round(backoffMs(Math.max(0, receiveCount - 1), backoff) / 1000);
}
