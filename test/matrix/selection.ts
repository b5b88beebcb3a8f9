import { randomFrom } from '../../local/clock/random.ts';
import type { Case } from './case.ts';
import { allCases, everyCase } from './cases.ts';

/** Which cases are run. */
export interface Selection {
  /** A case's name, or a part of the names of several. @default - all */
  readonly name?: string;
  /** Of sagas with so many steps alone. @default - of all */
  readonly length?: number;
  /** How many at most, drawn by the seed. @default - all */
  readonly sample?: number;
  /** @default 1 */
  readonly seed?: number;
  /** Whether those are played too that are like others. @default false */
  readonly whole?: boolean;
}

/**
 * What the environment asks for: `MATRIX_CASE` a case's name or a part of it, `MATRIX_SAMPLE` how many, `MATRIX_SEED` which,
 * `MATRIX_WHOLE=1` those as well that are like others.
 *
 * @throws Error for a value that is none
 */
export function readSelection(env: NodeJS.ProcessEnv = process.env): Selection {
  const { MATRIX_CASE: name, MATRIX_SAMPLE: sample, MATRIX_SEED: seed, MATRIX_WHOLE: whole } = env;
  return {
    ...(name && { name }),
    ...(sample && { sample: wholeNumber('MATRIX_SAMPLE', sample) }),
    ...(seed && { seed: wholeNumber('MATRIX_SEED', seed) }),
    ...(whole && { whole: isYes('MATRIX_WHOLE', whole) }),
  };
}

/** The cases that are asked for, in their own order. @throws Error where there is none: a test of nothing proves nothing */
export function select({ name = '', length, sample, seed = 1, whole = false }: Selection): readonly Case[] {
  const wanted = (whole ? everyCase() : allCases()).filter(
    (one) => one.name.includes(name) && (length === undefined || one.place.length === length),
  );
  if (wanted.length === 0)
    throw new Error(`no case has ${JSON.stringify(name)} in its name: MATRIX_CASE takes a case's name or a part of it`);
  if (sample === undefined || sample >= wanted.length) return wanted;
  const random = randomFrom(seed);
  const drawn = wanted.map((one) => ({ one, lot: random() })).sort((a, b) => a.lot - b.lot);
  const chosen = new Set(drawn.slice(0, sample).map(({ one }) => one));
  return wanted.filter((one) => chosen.has(one));
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new Error(`environment variable ${name} is ${JSON.stringify(text)}, but has to be a whole number`);
}

function isYes(name: string, text: string): boolean {
  if (text === '0' || text === '1') return text === '1';
  throw new Error(`environment variable ${name} is ${JSON.stringify(text)}, but has to be 0 or 1`);
}
