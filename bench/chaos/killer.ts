import { setTimeout as sleep } from 'node:timers/promises';
import type { Crew } from './crew.ts';
import type { Lots } from './lots.ts';

export interface KillerProps {
  readonly crew: Pick<Crew, 'kill'>;
  readonly lots: Lots;
  /** How often it kills. */
  readonly kills: number;
  /** How many sagas will start in all: it kills while they do. */
  readonly sagas: number;
  /** How many messages the consumers have. */
  readonly inFlight: () => Promise<number>;
}

/** Of the sagas, the part before which nobody is killed, and the part in which somebody may be. */
const QUIET = 0.02;
const DEADLY = 0.93;
/** Between the saga whose start is the signal and the kill, at most: the rest of its message's life falls into it. */
const MAX_DELAY_MS = 300;
const LOOK_AGAIN_MS = 20;

/** Kills consumers at random, and at work: how far the run is decides, for time passes faster on a faster machine. */
export class Killer {
  readonly #props: KillerProps;
  /** At which start, in order. */
  readonly #due: number[];
  readonly #under: Promise<void>[] = [];
  #kills = 0;
  #inFlight = 0;

  constructor(props: KillerProps) {
    const { lots, kills, sagas } = props;
    this.#props = props;
    this.#due = Array.from({ length: kills }, (_, kill) => (QUIET + DEADLY * lots('kill', kill)) * sagas);
    this.#due.sort((a, b) => a - b);
  }

  get kills(): number {
    return this.#kills;
  }

  /** Of these, those while messages were with consumers. */
  get killsInFlight(): number {
    return this.#inFlight;
  }

  /** To be told of each saga that starts. @param count the how-many-th it is */
  onStart(count: number): void {
    while (this.#due[0] !== undefined && this.#due[0] <= count) {
      this.#due.shift();
      this.#under.push(this.#kill(this.#under.length));
    }
  }

  /** Resolves when those are dead whose time has come. */
  async done(): Promise<void> {
    await Promise.all(this.#under);
  }

  async #kill(kill: number): Promise<void> {
    const { crew, lots, inFlight } = this.#props;
    await sleep(lots('delay', kill) * MAX_DELAY_MS);
    const messages = await inFlight();
    while (!crew.kill(lots('whom', kill))) await sleep(LOOK_AGAIN_MS);
    this.#kills += 1;
    if (messages > 0) this.#inFlight += 1;
  }
}
