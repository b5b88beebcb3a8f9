import type { Message } from '@aws-sdk/client-sqs';
import { MAX_BATCH } from './options.ts';

export interface PollersProps {
  readonly maxPollers: number;
  readonly receive: (
    maxMessages: number,
    ends: { waiting: AbortSignal; running: AbortSignal },
  ) => Promise<readonly Message[]>;
  readonly accept: (messages: readonly Message[]) => void;
  /** For how many messages there is room now, what parked polls may bring not counted; and how many are worth a call. */
  readonly room: () => { readonly free: number; readonly worthwhile: number };
}

/**
 * Receives without a break, each poller at its own pace. One poller parks while the queue is empty; every receive that comes
 * back full adds one, an empty one takes it back to one.
 */
export class Pollers {
  readonly #props: PollersProps;
  /** Of those that wait for room: what to tell when there is. */
  readonly #waiting: ((room: number) => void)[] = [];
  readonly #stopped = new AbortController();
  readonly #aborted = new AbortController();
  readonly #ended = new Set<Promise<void>>();
  #running = 0;
  #wanted = 1;
  /** What the polls that are out may bring. */
  #reserved = 0;

  constructor(props: PollersProps) {
    this.#props = props;
  }

  get running(): number {
    return this.#running;
  }

  start(): void {
    this.#running += 1;
    const ended = this.#poll().finally(() => this.#ended.delete(ended));
    this.#ended.add(ended);
  }

  /** There may be room again. */
  wake(): void {
    while (this.#waiting.length > 0) {
      const room = this.#reserve();
      if (room === 0) return;
      this.#waiting.shift()?.(room);
    }
  }

  /** Begins no other receive, and resolves when those that are out have ended. */
  async stop(): Promise<void> {
    this.#stopped.abort(new Error('the pool is draining'));
    for (const waiting of this.#waiting.splice(0)) waiting(0);
    await Promise.all(this.#ended);
  }

  /** Ends the receives that are out. SQS may have handed them messages: these are hidden until their timeout. */
  abort(): void {
    this.#aborted.abort(new Error('the pool was told to end its receives'));
  }

  async #poll(): Promise<void> {
    // Counted down at once, not when the promise settles: pollers that end together must see each other go.
    while (this.#running <= this.#wanted && (await this.#receive()));
    this.#running -= 1;
  }

  /** @returns whether there is to be another */
  async #receive(): Promise<boolean> {
    if (this.#stopped.signal.aborted) return false;
    const room = this.#reserve() || (await this.#waitForRoom());
    if (room === 0) return false;
    let messages: readonly Message[];
    try {
      messages = await this.#props.receive(room, { waiting: this.#stopped.signal, running: this.#aborted.signal });
    } catch {
      // Counted and logged by whoever made the call, who lets the next one wait.
      this.#reserved -= room;
      return true;
    }
    this.#reserved -= room;
    this.#props.accept(messages);
    this.#adapt(messages.length, room);
    return true;
  }

  #adapt(received: number, room: number): void {
    if (received === 0) this.#wanted = 1;
    else if (received >= room && this.#wanted < this.#props.maxPollers) {
      this.#wanted += 1;
      if (this.#running < this.#wanted) this.start();
    }
  }

  #waitForRoom(): Promise<number> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #reserve(): number {
    const { free, worthwhile } = this.#props.room();
    const room = Math.min(MAX_BATCH, free - this.#reserved);
    if (room < worthwhile) return 0;
    this.#reserved += room;
    return room;
  }
}
