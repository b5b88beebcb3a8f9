import { clearTimeout, setTimeout } from 'node:timers';
import type { Clock, TimerOptions } from './clock.ts';
import { Quiet } from './quiet.ts';
import { randomFrom } from './random.ts';
import { type Timer, TimerQueue } from './timer-queue.ts';

export interface VirtualClockProps {
  /** Milliseconds since 1970. @default - now */
  readonly start?: number;
  /**
   * Whether time passes on its own as well, as it does for what runs in other threads. Without it the clock stands still
   * between two timers, and the same happens in the same order in every run.
   *
   * @default false
   */
  readonly flows?: boolean;
  /** What `random` begins with: the same seed gives the same numbers. @default 1 */
  readonly seed?: number;
}

/** A timer of Node.js that is longer (24.8 days) fires at once. */
const LONGEST_MS = 2_147_483_647;

/** Jumps to the next timer as soon as nothing is under way, so that half an hour of retries takes milliseconds. */
export class VirtualClock implements Clock {
  readonly random: () => number;
  readonly #timers = new TimerQueue();
  readonly #quiet = new Quiet(
    () => this.#onQuiet(),
    () => this.#timers.foreground > 0 || this.#waiting.length > 0,
  );
  readonly #flows: boolean;
  /** Where the clock stands; where it flows, as of `#readAt`. */
  #now: number;
  #readAt = performance.now();
  #lastStamp = 0;
  #sequence = 0;
  #waiting: (() => void)[] = [];
  #alarm: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor({ start = Date.now(), flows = false, seed = 1 }: VirtualClockProps = {}) {
    this.#now = start;
    this.#flows = flows;
    this.random = randomFrom(seed);
  }

  now(): number {
    return Math.max(this.#read(), this.#lastStamp);
  }

  /** A millisecond later than the last one where the clock has not moved: so much work takes no less than that on AWS. */
  stamp(): number {
    this.#lastStamp = Math.max(this.#read(), this.#lastStamp + 1);
    return this.#lastStamp;
  }

  schedule(callback: () => void, ms: number, { background = false }: TimerOptions = {}): () => void {
    this.#sequence += 1;
    return this.#set(callback, ms, { background, sequence: this.#sequence });
  }

  hold(): () => void {
    return this.#quiet.hold();
  }

  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#quiet.look();
    });
  }

  /** Lets so much time pass, and all happen that it brings, at its very end as well. */
  advance(ms: number): Promise<void> {
    return new Promise((resolve) => this.#set(resolve, ms, { background: false, sequence: Infinity }));
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#alarm);
    this.#quiet.stop();
    this.#timers.clear();
    this.#resolveIdle();
  }

  #set(callback: () => void, ms: number, order: Pick<Timer, 'background' | 'sequence'>): () => void {
    if (this.#isClosed) return () => {};
    let isSet = true;
    const timer: Timer = {
      ...order,
      at: this.#read() + Math.max(0, ms),
      callback: () => {
        isSet = false;
        callback();
      },
    };
    this.#timers.add(timer);
    this.#goOn();
    return () => {
      if (!isSet) return;
      isSet = false;
      this.#timers.cancel(timer);
      this.#goOn();
    };
  }

  /** Nothing is under way: only a timer can bring anything new. */
  #onQuiet(): void {
    if (this.#timers.foreground === 0) {
      this.#resolveIdle();
      return;
    }
    this.#fire();
    this.#goOn();
  }

  #fire(): void {
    const timer = this.#timers.shift();
    if (timer === undefined) return;
    this.#now = Math.max(this.#read(), timer.at);
    this.#readAt = performance.now();
    timer.callback();
  }

  #goOn(): void {
    if (this.#isClosed) return;
    this.#quiet.look();
    if (this.#flows) this.#setAlarm();
  }

  /** Where time passes on its own, a timer fires when its time has come, whatever is under way. */
  #setAlarm(): void {
    clearTimeout(this.#alarm);
    const first = this.#timers.first();
    if (first === undefined) return;
    this.#alarm = setTimeout(
      () => {
        if (first.at <= this.#read()) this.#fire();
        this.#goOn();
      },
      Math.min(Math.max(0, first.at - this.#read()), LONGEST_MS),
    );
    if (this.#timers.foreground === 0) this.#alarm.unref();
  }

  #read(): number {
    return this.#flows ? this.#now + Math.floor(performance.now() - this.#readAt) : this.#now;
  }

  #resolveIdle(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
