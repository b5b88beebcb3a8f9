import type { Logger } from '../log.ts';
import type { HeldMessage } from './held-message.ts';
import { MAX_BATCH, MAX_VISIBILITY_SECONDS } from './options.ts';
import type { PoolMetrics } from './pool-metrics.ts';
import type { Refusals, VisibilityChange } from './queue.ts';

/** How often the timer looks: often enough that "half" stays about half, and at most once a second. */
const TICKS_PER_TIMEOUT = 20;
const RETRIES_PER_TIMEOUT = 10;

export interface HeartbeatProps {
  readonly visibilityTimeoutSeconds: number;
  readonly extend: (changes: readonly VisibilityChange[]) => Promise<Refusals<VisibilityChange>>;
  /** Others may have the message now, or will at any moment. */
  readonly onLost: (message: HeldMessage) => void;
  /** Looked at as often as the timer ticks. */
  readonly onTick: () => void;
  readonly logger: Pick<Logger, 'warn'>;
  readonly metrics: PoolMetrics;
}

/** Keeps messages hidden: one timer, which extends what has used up half of its visibility timeout, ten a call. */
export class Heartbeat {
  readonly #props: HeartbeatProps;
  readonly #visibilityMs: number;
  readonly #tickMs: number;
  readonly #messages = new Set<HeldMessage>();
  #timer: NodeJS.Timeout | undefined;

  constructor(props: HeartbeatProps) {
    this.#props = props;
    this.#visibilityMs = props.visibilityTimeoutSeconds * 1000;
    this.#tickMs = Math.min(1_000, this.#visibilityMs / TICKS_PER_TIMEOUT);
  }

  start(): void {
    this.#timer = setInterval(() => this.#tick(), this.#tickMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  add(message: HeldMessage): void {
    this.#messages.add(message);
  }

  remove(message: HeldMessage): void {
    this.#messages.delete(message);
  }

  #tick(): void {
    this.#props.onTick();
    const now = performance.now();
    const due: VisibilityChange[] = [];
    for (const message of this.#messages) {
      if (message.visibleAt <= now) {
        this.#lose(message, 'it was not extended in time');
      } else if (this.#isDue(message, now)) {
        const seconds = this.#secondsLeft(message, now);
        // At the end of its 12 hours it is left to expire.
        if (seconds > 0) due.push({ message, seconds });
      }
    }
    for (let from = 0; from < due.length; from += MAX_BATCH) this.#extend(due.slice(from, from + MAX_BATCH));
  }

  #isDue({ extending, visibleAt, extendNotBefore }: HeldMessage, now: number): boolean {
    const isHalfOver = visibleAt - now <= this.#visibilityMs / 2 + this.#tickMs / 2;
    return isHalfOver && extending === undefined && extendNotBefore <= now;
  }

  /** SQS hides a message for at most 12 hours from its receive, and refuses an extension beyond. */
  #secondsLeft({ receivedAt }: HeldMessage, now: number): number {
    const left = Math.floor(MAX_VISIBILITY_SECONDS - (now - receivedAt) / 1000);
    return Math.min(this.#props.visibilityTimeoutSeconds, left);
  }

  #extend(changes: readonly VisibilityChange[]): void {
    const extending = this.#send(changes).finally(() => {
      for (const { message } of changes) message.extending = undefined;
    });
    for (const { message } of changes) message.extending = extending;
  }

  async #send(changes: readonly VisibilityChange[]): Promise<void> {
    let refusals: Refusals<VisibilityChange>;
    const sentAt = performance.now();
    try {
      refusals = await this.#props.extend(changes);
    } catch {
      // Counted and logged by whoever made the call. Of the half that is left, there is time for five tries.
      const again = performance.now() + this.#visibilityMs / RETRIES_PER_TIMEOUT;
      for (const { message } of changes) message.extendNotBefore = again;
      return;
    }
    for (const change of changes) {
      const refusal = refusals.get(change);
      if (refusal === undefined) {
        change.message.visibleAt = sentAt + change.seconds * 1000;
        this.#props.metrics.extended.inc();
      } else if (refusal.isFinal) {
        this.#lose(change.message, `SQS refused to extend it: ${refusal.code}`);
      }
    }
  }

  #lose(message: HeldMessage, reason: string): void {
    // It may have been deleted while its extension was under way.
    if (!this.#messages.delete(message)) return;
    this.#props.logger.warn('a message is no longer ours', { messageId: message.id, stage: message.stage, reason });
    this.#props.onLost(message);
  }
}
