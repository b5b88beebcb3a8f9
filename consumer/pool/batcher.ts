import { type Backoff, backoffMs } from '../backoff.ts';
import { MAX_BATCH } from './options.ts';
import type { Refusal, Refusals } from './queue.ts';

/** Before an entry that SQS refused is tried its second time. */
const REFUSED: Backoff = { baseMs: 200, maxMs: 400 };

export interface BatcherProps<T> {
  /** How long an item waits for nine others, in milliseconds. */
  readonly maxWaitMs: number;
  /** @throws when the whole call failed: its items go into the next batches */
  readonly send: (items: readonly T[]) => Promise<Refusals<T>>;
  /** Whether it is of no use any more to send an item again. @default - never */
  readonly isStale?: (item: T) => boolean;
  /** The end of an item; with a refusal when it was refused twice, with `gaveUp` when time
   * was up. */
  readonly onSettled: (item: T, end: { readonly refusal?: Refusal; readonly gaveUp?: boolean }) => void;
}

/** Collects items of single messages into batches, and does not lose one: each is settled. */
export class Batcher<T> {
  readonly #props: BatcherProps<T>;
  #pending: T[] = [];
  #timer: NodeJS.Timeout | undefined;
  #unsettled = 0;
  #gaveUp = false;
  #flushing = false;
  readonly #refused = new Set<T>();
  /** Between an item's first refusal and its second try. */
  readonly #backingOff = new Map<T, NodeJS.Timeout>();
  #onIdle: (() => void)[] = [];

  constructor(props: BatcherProps<T>) {
    this.#props = props;
  }

  get unsettled(): number {
    return this.#unsettled;
  }

  add(item: T): void {
    this.#unsettled += 1;
    this.#push(item);
  }

  /** Sends from now on without waiting for full batches, and resolves when everything is settled. */
  async flush(): Promise<void> {
    this.#flushing = true;
    this.#sendPending();
    if (this.#unsettled === 0) return;
    await new Promise<void>((resolve) => this.#onIdle.push(resolve));
  }

  /** Settles what is not on its way, and what comes back: there is no more time. */
  giveUp(): void {
    this.#gaveUp = true;
    clearTimeout(this.#timer);
    const waiting = [...this.#pending.splice(0), ...this.#backingOff.keys()];
    for (const timer of this.#backingOff.values()) clearTimeout(timer);
    this.#backingOff.clear();
    for (const item of waiting) this.#settle(item, { gaveUp: true });
  }

  #push(item: T): void {
    if (this.#gaveUp) {
      this.#settle(item, { gaveUp: true });
      return;
    }
    this.#pending.push(item);
    if (this.#pending.length >= MAX_BATCH) this.#sendPending();
    else this.#timer ??= setTimeout(() => this.#sendPending(), this.#flushing ? 0 : this.#props.maxWaitMs);
  }

  #sendPending(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#pending.length > 0) void this.#send(this.#pending.splice(0, MAX_BATCH));
  }

  async #send(items: readonly T[]): Promise<void> {
    let refusals: Refusals<T>;
    try {
      refusals = await this.#props.send(items);
    } catch {
      // Whoever made the call has counted and logged its failure, and spaces the next ones.
      for (const item of items) {
        if (this.#props.isStale?.(item)) this.#settle(item, { gaveUp: true });
        else this.#push(item);
      }
      return;
    }
    for (const item of items) {
      const refusal = refusals.get(item);
      if (refusal === undefined) this.#settle(item, {});
      else if (this.#refused.has(item)) this.#settle(item, { refusal });
      else this.#backOff(item);
    }
  }

  #backOff(item: T): void {
    this.#refused.add(item);
    const again = () => {
      this.#backingOff.delete(item);
      this.#push(item);
    };
    if (this.#gaveUp) this.#settle(item, { gaveUp: true });
    else this.#backingOff.set(item, setTimeout(again, backoffMs(0, REFUSED)));
  }

  #settle(item: T, end: { refusal?: Refusal; gaveUp?: boolean }): void {
    this.#refused.delete(item);
    this.#unsettled -= 1;
    this.#props.onSettled(item, end);
    if (this.#unsettled > 0) return;
    for (const idle of this.#onIdle.splice(0)) idle();
  }
}
