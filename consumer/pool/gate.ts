import { type Backoff, backoffMs } from '../backoff.ts';

/** The kinds of calls to SQS. */
export const KIND = { delete: 0, visibility: 1, receive: 2 } as const;

/** What a call is let in with, and gives back when it has ended. */
export interface Ticket {
  readonly kind: number;
  readonly epoch: number;
}

/** From so many at a time on, which takes four successes in a row, the gate is fully open again. */
const OPEN_FROM = 16;

export interface GateProps {
  /**
   * Whether a call that was under way before the failure may open the gate by its success. Right where failures are single
   * (one 503 among a thousand answers); wrong where they mean "less", as throttles do.
   */
  readonly trustsEarlierCalls: boolean;
  /** Called whenever there is room again. */
  readonly onRoom?: () => void;
}

interface Waiter {
  readonly kind: number;
  readonly admit: (ticket: Ticket) => void;
}

/**
 * Stands before calls that may fail together. Open, it costs nothing. A failure closes it for a back-off; then one call
 * is let through, and each success doubles how many may run, until it is open again. So while the other side fails, there
 * is one call for each back-off, whatever number of callers there is: with a back-off of at least 200 ms, 5 a second. Where
 * only one kind of call fails, the others pass one at a time, and prove nothing for it.
 */
export class Gate {
  readonly #trustsEarlierCalls: boolean;
  readonly #onRoom: () => void;
  readonly #waiting: Waiter[] = [];
  /** Grows with each failure: calls that were under way by then belong to the past. */
  #epoch = 0;
  #window = Number.POSITIVE_INFINITY;
  #active = 0;
  #failures = 0;
  #failedKind = 0;
  #opensAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor({ trustsEarlierCalls, onRoom = () => {} }: GateProps) {
    this.#trustsEarlierCalls = trustsEarlierCalls;
    this.#onRoom = onRoom;
  }

  /** Whether nothing has yet proved the last failure to be over. */
  get failing(): boolean {
    return this.#failures > 0;
  }

  /** Whether all is well: as many may enter as want to. */
  get isOpen(): boolean {
    return this.#window === Number.POSITIVE_INFINITY && this.#failures === 0;
  }

  /** Whether a call would be let in at once. */
  get hasRoom(): boolean {
    return this.#window === Number.POSITIVE_INFINITY || (this.#waiting.length === 0 && this.#admits());
  }

  /** @returns nothing where the call has to wait */
  tryEnter(kind: number): Ticket | undefined {
    return this.hasRoom ? this.#enter(kind) : undefined;
  }

  /**
   * Waits for its turn.
   *
   * @throws the signal's reason when it aborts first
   */
  enter(kind: number, signal: AbortSignal): Promise<Ticket> {
    const { promise, resolve, reject } = Promise.withResolvers<Ticket>();
    if (signal.aborted) {
      reject(signal.reason);
      return promise;
    }
    const waiter: Waiter = { kind, admit: resolve };
    const giveUp = () => {
      const index = this.#waiting.indexOf(waiter);
      if (index < 0) return;
      this.#waiting.splice(index, 1);
      reject(signal.reason);
      this.#admitWaiting();
    };
    this.#waiting.push(waiter);
    signal.addEventListener('abort', giveUp, { once: true });
    this.#admitWaiting();
    return promise.finally(() => signal.removeEventListener('abort', giveUp));
  }

  succeeded({ kind, epoch }: Ticket): void {
    const isEarlier = epoch !== this.#epoch;
    if (!isEarlier) this.#active -= 1;
    if (this.isOpen) return;
    const isProof = this.#isProof(kind, isEarlier);
    if (isProof) this.#failures = 0;
    // One failure while others succeed may be nothing. A second one in a row has to be disproved.
    if (isProof || (this.#trustsEarlierCalls && this.#failures === 1)) {
      if (isEarlier) this.#opensAt = 0;
      this.#window = this.#window * 2 >= OPEN_FROM ? Number.POSITIVE_INFINITY : this.#window * 2;
    }
    this.#admitWaiting();
  }

  /** @returns for how long it is closed now, in milliseconds; nothing where an earlier failure has closed it already */
  failed({ kind, epoch }: Ticket, backoff: Backoff): number | undefined {
    if (epoch !== this.#epoch) return undefined;
    const delayMs = backoffMs(this.#failures, backoff);
    this.#epoch += 1;
    this.#failures += 1;
    this.#failedKind = kind;
    this.#active = 0;
    this.#window = 1;
    this.#opensAt = performance.now() + delayMs;
    clearTimeout(this.#timer);
    // A timer may fire a fraction of a millisecond early.
    this.#timer = setTimeout(() => this.#admitWaiting(), Math.ceil(delayMs) + 1);
    return delayMs;
  }

  /** A call that was let in says nothing of the other side: it was called off. */
  left({ epoch }: Ticket): void {
    if (epoch !== this.#epoch) return;
    this.#active -= 1;
    if (this.#window !== Number.POSITIVE_INFINITY) this.#admitWaiting();
  }

  /** Forgets its timer: nobody is going to enter any more. */
  close(): void {
    clearTimeout(this.#timer);
  }

  /** Whether a success means that what has failed works again: its own kind, or another when nobody waits for that one. */
  #isProof(kind: number, isEarlier: boolean): boolean {
    if (kind === this.#failedKind) return !isEarlier || this.#trustsEarlierCalls;
    return !isEarlier && !this.#waiting.some((waiter) => waiter.kind === this.#failedKind);
  }

  /** What frees messages goes before what fetches more, and what works before what fails. */
  #rank({ kind }: Waiter): number {
    if (kind === KIND.receive) return 2;
    return kind === this.#failedKind ? 1 : 0;
  }

  #enter(kind: number): Ticket {
    this.#active += 1;
    return { kind, epoch: this.#epoch };
  }

  #admits(): boolean {
    return this.#active < this.#window && performance.now() >= this.#opensAt;
  }

  #admitWaiting(): void {
    while (this.#waiting.length > 0 && this.#admits()) {
      const first = this.#waiting.reduce((best, waiter) => (this.#rank(waiter) < this.#rank(best) ? waiter : best));
      this.#waiting.splice(this.#waiting.indexOf(first), 1);
      first.admit(this.#enter(first.kind));
    }
    this.#onRoom();
  }
}
