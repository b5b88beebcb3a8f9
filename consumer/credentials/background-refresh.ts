import { backoffMs } from '../backoff.ts';
import { withDeadline } from './deadline.ts';
import { type CredentialsSource, CredentialsUnavailable, type Identity } from './identity.ts';
import { REFRESH_BACKOFF, refreshDelayMs } from './refresh-time.ts';

/** Of one fetch. The web identity's own timeouts end sooner; this also ends what has none. */
export const FETCH_TIMEOUT_MS = 5_000;
/** What Node's timers can wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface CredentialsStatus {
  /** How long requests can still be signed, in milliseconds: 0 where they cannot, Infinity where the keys do not expire. */
  readonly expiresInMs: number;
  /** How often credentials were fetched, the first time included. */
  readonly refreshes: number;
  /** How often that failed. */
  readonly failures: number;
  /** Why the last attempt failed. @default - it did not */
  readonly lastError?: Error;
}

export interface BackgroundRefreshProps {
  readonly source: CredentialsSource;
  /** Told of each attempt that failed. */
  readonly onFailure?: (error: Error, status: CredentialsStatus) => void;
  /** 0 to 1. @default Math.random */
  readonly random?: () => number;
}

interface Held {
  readonly identity: Identity;
  /** Milliseconds since 1970; Infinity for never. */
  readonly expiresAt: number;
}

/** Keeps credentials fresh, so that whoever signs finds them at hand. One attempt at a time, whoever asks for it. */
export class BackgroundRefresh {
  readonly #source: CredentialsSource;
  readonly #onFailure: BackgroundRefreshProps['onFailure'];
  readonly #random: () => number;
  readonly #stopped = new AbortController();
  #held: Held | undefined;
  #attempt: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Before this time, in milliseconds since 1970, nobody tries. */
  #nextAttemptAt = 0;
  #refreshes = 0;
  #failures = 0;
  #failuresInARow = 0;
  #lastError: Error | undefined;

  constructor({ source, onFailure, random = Math.random }: BackgroundRefreshProps) {
    this.#source = source;
    this.#onFailure = onFailure;
    this.#random = random;
  }

  /**
   * Fetches the first credentials, with as many attempts as fit.
   *
   * @throws CredentialsUnavailable after `timeoutMs`, with the last attempt's error as its cause; or when it is stopped
   */
  async start(timeoutMs: number): Promise<void> {
    const giveUpAt = Date.now() + timeoutMs;
    while (this.#held === undefined) {
      await this.#refresh();
      if (this.#held !== undefined) return;
      if (this.#nextAttemptAt > giveUpAt || this.#stopped.signal.aborted) throw this.#unavailable();
      await this.#wait(this.#nextAttemptAt - Date.now());
    }
  }

  /**
   * The credentials to sign with, at once. Only whoever comes before the first ones waits, and for one attempt.
   *
   * @throws CredentialsUnavailable when they have expired, at once as well: a request that waited for STS would hold up all
   * behind it for as long as STS is down
   */
  async identity(): Promise<Identity> {
    // The timer does this, unless the machine slept through its hour.
    if (Date.now() >= this.#nextAttemptAt && !this.#stopped.signal.aborted) this.#refresh();
    if (this.#held === undefined) await this.#attempt;
    if (this.#held === undefined || Date.now() >= this.#held.expiresAt) throw this.#unavailable();
    return this.#held.identity;
  }

  status(): CredentialsStatus {
    return {
      expiresInMs: Math.max(0, (this.#held?.expiresAt ?? 0) - Date.now()),
      refreshes: this.#refreshes,
      failures: this.#failures,
      lastError: this.#lastError,
    };
  }

  /** Ends the refreshing. The credentials at hand stay good until they expire. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#stopped.abort();
  }

  /** This timer does keep the process alive: without the first credentials there is nothing else to do. */
  #wait(ms: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    const stop = () => {
      clearTimeout(timer);
      reject(this.#unavailable());
    };
    this.#stopped.signal.addEventListener('abort', stop, { once: true });
    return promise;
  }

  #refresh(): Promise<void> {
    this.#attempt ??= this.#fetch().finally(() => {
      this.#attempt = undefined;
    });
    return this.#attempt;
  }

  async #fetch(): Promise<void> {
    try {
      this.#hold(
        await withDeadline(this.#source.fetch(), FETCH_TIMEOUT_MS, `the credentials' source (${this.#source.name})`),
      );
    } catch (thrown) {
      this.#fail(thrown instanceof Error ? thrown : new Error(String(thrown)));
    }
  }

  #hold(identity: Identity): void {
    const validMs = (identity.expiration?.getTime() ?? Infinity) - Date.now();
    if (!(validMs > 0)) {
      throw new Error(
        `the credentials from ${this.#source.name} came expired since ${identity.expiration?.toISOString()}, but it is ${new Date().toISOString()} on this machine: set its clock`,
      );
    }
    this.#held = { identity, expiresAt: Date.now() + validMs };
    this.#refreshes += 1;
    this.#failuresInARow = 0;
    this.#lastError = undefined;
    this.#schedule(refreshDelayMs(validMs, this.#random()));
  }

  #fail(error: Error): void {
    this.#lastError = error;
    this.#schedule(backoffMs(this.#failuresInARow, REFRESH_BACKOFF, this.#random));
    this.#failures += 1;
    this.#failuresInARow += 1;
    this.#onFailure?.(error, this.status());
  }

  #schedule(delayMs: number): void {
    this.#nextAttemptAt = Date.now() + delayMs;
    clearTimeout(this.#timer);
    // Before the first credentials somebody waits: start(), or the next request.
    if (this.#held === undefined || delayMs === Infinity || this.#stopped.signal.aborted) return;
    this.#timer = setTimeout(() => this.#refresh(), Math.min(delayMs, LONGEST_TIMER_MS)).unref();
  }

  #unavailable(): CredentialsUnavailable {
    const got =
      this.#held === undefined
        ? 'there are none yet'
        : `they expired at ${new Date(this.#held.expiresAt).toISOString()}`;
    const why = this.#lastError === undefined ? '' : ` (${this.#lastError.name}: ${this.#lastError.message})`;
    return new CredentialsUnavailable(
      `no valid credentials from ${this.#source.name}: ${got}, and the last attempt to fetch some failed${why}; mend that, it is tried again in the background`,
      { cause: this.#lastError },
    );
  }
}
