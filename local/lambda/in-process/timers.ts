import type { Clock } from '../../clock/clock.ts';

/** The timers of one environment, by the clock of this cloud. They end with it. */
export class SandboxTimers {
  readonly #clock: Clock;
  readonly #set = new Map<number, () => void>();
  #last = 0;
  #isClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** In the background: the function's own Timeout is what there is to wait for. */
  schedule(callback: () => void, ms: unknown, repeats = false): number {
    this.#last += 1;
    const id = this.#last;
    this.#start(id, callback, Math.max(1, Number(ms) || 0), repeats);
    return id;
  }

  cancel(timer: unknown): void {
    const id = Number(timer);
    this.#set.get(id)?.();
    this.#set.delete(id);
  }

  close(): void {
    this.#isClosed = true;
    for (const cancel of this.#set.values()) cancel();
    this.#set.clear();
  }

  #start(id: number, callback: () => void, ms: number, repeats: boolean): void {
    if (this.#isClosed) return;
    const fire = () => {
      this.#set.delete(id);
      if (repeats) this.#start(id, callback, ms, repeats);
      callback();
    };
    this.#set.set(id, this.#clock.schedule(fire, ms, { background: true }));
  }
}

/** As Node.js gives it, which is an object where a browser gives a number. */
export function timerHandle(id: number) {
  const handle = {
    ref: () => handle,
    unref: () => handle,
    hasRef: () => true,
    [Symbol.toPrimitive]: () => id,
  };
  return handle;
}
