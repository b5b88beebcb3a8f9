import { type DrainReport, drain } from './pool/drain.ts';
import { Hand } from './pool/hand.ts';
import { type ConsumerPoolProps, type PoolSettings, settingsOf } from './pool/options.ts';
import { Pollers } from './pool/pollers.ts';
import { PoolMetrics } from './pool/pool-metrics.ts';
import { Queue } from './pool/queue.ts';
import { Workers } from './pool/workers.ts';

export type { DrainReport } from './pool/drain.ts';
export type { ConsumerPoolProps } from './pool/options.ts';

/**
 * A receive may go unanswered for its wait and this long before the pool calls itself dead: 3 s more than its timeout, which
 * is time for a second connection to prove that only the first was at fault. With a wait of 20 s that is 28 s.
 */
const SILENCE_MARGIN_MS = 8_000;

/**
 * Consumes a queue: receives continuously, gives each message to the handler, deletes it after its effect. What is not done
 * is never deleted; what is done is never handled again by this process, however often SQS delivers it.
 */
export class ConsumerPool {
  readonly #settings: PoolSettings;
  readonly #queue: Queue;
  readonly #hand: Hand;
  readonly #workers: Workers;
  readonly #pollers: Pollers;
  readonly #hurry = new AbortController();
  #drained: Promise<DrainReport> | undefined;
  #started = false;

  /** @throws RangeError with all settings that are out of range */
  constructor(props: ConsumerPoolProps) {
    const settings = settingsOf(props);
    const metrics = new PoolMetrics(props.metrics);
    this.#settings = settings;
    this.#queue = new Queue(settings, metrics);
    this.#hand = new Hand({
      settings,
      metrics,
      queue: this.#queue,
      onLost: (message) => this.#workers.lost(message),
      onTick: () => this.#workers.releaseOld(),
    });
    this.#workers = new Workers({ settings, metrics, hand: this.#hand, onRoom: () => this.#pollers.wake() });
    this.#pollers = new Pollers({
      maxPollers: settings.maxPollers,
      receive: (max, ends) => this.#queue.receive(max, ends),
      room: () => this.#workers.room(),
      accept: (messages) =>
        this.#workers.add(messages.map((message) => this.#hand.receive(message)).filter((held) => held !== undefined)),
    });
    const gauge = (name: string, help: string, read: () => number) =>
      props.metrics.gauge(`consumer_${name}`, help, read);
    gauge('in_flight', 'Messages with their handlers.', () => this.#workers.inFlight);
    gauge('buffered', 'Messages waiting for a handler.', () => this.#workers.buffered);
    gauge('undeleted', 'Messages done and not deleted yet.', () => this.#hand.undeleted);
    gauge('pollers', 'Receives out, and pollers waiting for room.', () => this.#pollers.running);
    gauge('throttling', '1 while downstream asks to slow down.', () => (this.#workers.isThrottled ? 1 : 0));
    gauge(
      'receive_silence_seconds',
      'Age of the oldest receive without an answer.',
      () => this.#queue.liveness.silentMs / 1000,
    );
  }

  get isDraining(): boolean {
    return this.#drained !== undefined;
  }

  /** What a restart may mend, for a liveness probe: empty while the pool is well. Never calls AWS. */
  get problems(): readonly string[] {
    if (!this.#started || this.isDraining) return [];
    const limitMs = this.#settings.waitTimeSeconds * 1000 + SILENCE_MARGIN_MS;
    const { silentMs } = this.#queue.liveness;
    return [
      ...(this.#pollers.running === 0 ? ['no poller is running'] : []),
      ...(silentMs > limitMs
        ? [`ReceiveMessage has had no answer for ${Math.round(silentMs / 1000)} s, and may take ${limitMs / 1000} s`]
        : []),
    ];
  }

  /**
   * Begins to receive.
   *
   * @throws RangeError when a client would retry by itself: its attempts would come on top of the pool's own
   */
  async start(): Promise<void> {
    const { client, receiveClient } = this.#settings;
    for (const [name, { config }] of Object.entries({ client, receiveClient })) {
      const attempts = await config.maxAttempts();
      if (attempts !== 1) {
        throw new RangeError(
          `${name} makes ${attempts} attempts a call, but has to make 1, as the pool spaces its own: build it with maxAttempts: 1`,
        );
      }
    }
    // It may have been stopped meanwhile.
    if (this.isDraining) return;
    this.#started = true;
    this.#hand.start();
    this.#pollers.start();
  }

  /**
   * Drains: begins no receive, lets those that are out end, finishes what is being handled, gives back what has not begun,
   * deletes what is done. Called again, it returns the same.
   */
  stop(): Promise<DrainReport> {
    this.#drained ??= drain({
      pollers: this.#pollers,
      workers: this.#workers,
      hand: this.#hand,
      queue: this.#queue,
      drainTimeoutMs: this.#settings.drainTimeoutMs,
      hurry: this.#hurry.signal,
    });
    return this.#drained;
  }

  /** Drains without waiting for polls and handlers: they are told to end, and what they leave is given back. */
  abort(): Promise<DrainReport> {
    this.#hurry.abort();
    return this.stop();
  }
}
