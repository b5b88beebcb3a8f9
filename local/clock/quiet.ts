import { clearImmediate, setImmediate } from 'node:timers';

/**
 * Turns of the event loop without anything new: what one piece of work has set going by promises alone has either begun
 * or set a timer by then. One would do for promises; streams and files take some more.
 */
const TURNS = 4;

/** Finds out when nothing is under way: no work that was announced, and none that the event loop still has before it. */
export class Quiet {
  readonly #onQuiet: () => void;
  readonly #isWanted: () => boolean;
  #holds = 0;
  #turns = 0;
  #next: NodeJS.Immediate | undefined;

  /**
   * @param onQuiet told once for each `look`, as soon as nothing is under way
   * @param isWanted whether anybody has to be told: nothing is looked for where not
   */
  constructor(onQuiet: () => void, isWanted: () => boolean) {
    this.#onQuiet = onQuiet;
    this.#isWanted = isWanted;
  }

  /** @returns what says that the work is over; a second call changes nothing */
  hold(): () => void {
    this.#holds += 1;
    this.stop();
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holds -= 1;
      this.look();
    };
  }

  /** Begins to look, or begins anew. */
  look(): void {
    this.#turns = 0;
    if (this.#holds === 0 && this.#isWanted()) this.#next ??= setImmediate(() => this.#turn());
  }

  stop(): void {
    if (this.#next !== undefined) clearImmediate(this.#next);
    this.#next = undefined;
  }

  #turn(): void {
    this.#turns += 1;
    // What has been read sets something else going.
    if (this.#turns >= TURNS && hasRequests()) this.#turns = 0;
    const isQuiet = this.#turns >= TURNS;
    this.#next = isQuiet ? undefined : setImmediate(() => this.#turn());
    if (isQuiet) this.#onQuiet();
  }
}

/**
 * Files and names that are being read: Node answers those from threads of its own, whatever turn the loop has come to. What it
 * does not tell of is compression and the derivation of keys: who does that on virtual time has to hold the clock.
 */
const REQUEST = /^(?:FSReq|CloseReq|GetAddrInfo|GetNameInfo)/;

function hasRequests(): boolean {
  return process.getActiveResourcesInfo().some((resource) => REQUEST.test(resource));
}
