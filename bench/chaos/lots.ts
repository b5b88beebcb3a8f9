import { randomInt } from 'node:crypto';
import { randomFrom } from '../../local/clock/random.ts';

/**
 * A number from 0 to 1 for what is named. The same seed gives the same number to the same name, whatever else has happened
 * before: who is struck by what does not depend on how fast the machine is.
 */
export type Lots = (...name: readonly (string | number)[]) => number;

export function lotsOf(seed: number): Lots {
  return (...name) => randomFrom(hash(`${seed}/${name.join('/')}`))();
}

/** What a lot of 0 to 1 falls on, where each value has its share of the 1; nothing on the rest. */
export function draw<T>(lot: number, shares: readonly (readonly [share: number, value: T])[]): T | undefined {
  let upTo = 0;
  for (const [share, value] of shares) {
    upTo += share;
    if (lot < upTo) return value;
  }
  return undefined;
}

const MAX_SEED = 2 ** 31;

/**
 * The seed that `CHAOS_SEED` gives, or any.
 *
 * @throws Error where it is no whole number
 */
export function readSeed(env: NodeJS.ProcessEnv = process.env): number {
  const { CHAOS_SEED: text } = env;
  if (!text) return randomInt(MAX_SEED);
  const seed = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (seed < MAX_SEED) return seed;
  throw new Error(
    `environment variable CHAOS_SEED is ${JSON.stringify(text)}, but has to be a whole number below ${MAX_SEED}: leave it out for any`,
  );
}

/** FNV-1a, which spreads names that differ in a digit. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return state;
}
