import { expect } from '@jest/globals';
import fc, { type IAsyncProperty, type IProperty, type Parameters } from 'fast-check';

/*
 * How the properties of this folder are run.
 *
 *   FC_RUNS=5000 npm test -- test/lambda/store/property        tries more, of other seeds each time
 *   FC_SEED=… FC_PATH=… npm test -- <file> -t "<name>"         the one run that failed: its report has this line ready
 *
 * A seed alone gives the same runs in the same order; the path leads to one of them, shrunk as it was reported.
 */

/** What the environment asks of every property. */
export type Runs = Pick<Parameters, 'numRuns' | 'seed' | 'path' | 'endOnFailure'>;

/** @throws Error naming the variable that is wrong: what, got, allowed, do */
export function readRuns({ FC_RUNS, FC_SEED, FC_PATH }: NodeJS.ProcessEnv): Runs {
  if (FC_PATH !== undefined && FC_SEED === undefined)
    throw new Error(
      `FC_PATH is ${JSON.stringify(FC_PATH)} without FC_SEED, but a path leads somewhere from its own seed alone: set both, as the report has them`,
    );
  return {
    ...(FC_RUNS !== undefined && { numRuns: whole('FC_RUNS', FC_RUNS, { min: 1, max: 10_000_000 }) }),
    ...(FC_SEED !== undefined && { seed: whole('FC_SEED', FC_SEED, { min: -(2 ** 31), max: 2 ** 31 - 1 }) }),
    // One run: what comes after it is not what was asked for, nor is a search for a shorter one.
    ...(FC_PATH !== undefined && { path: path(FC_PATH), numRuns: 1, endOnFailure: true }),
  };
}

/**
 * Tries a property, as often as it says unless the environment says otherwise.
 *
 * @throws Error with the shortest counterexample, its seed, its path, and how to run it again
 */
export async function holds<T>(property: IAsyncProperty<T> | IProperty<T>, numRuns: number): Promise<void> {
  const details = await fc.check(property as IAsyncProperty<T>, { numRuns, ...readRuns(process.env) });
  if (!details.failed) return;
  const report = (await fc.asyncDefaultReportMessage(details)) ?? 'the property does not hold';
  throw new Error(`${report}\n\nthe same once more: ${replay(details)}`, { cause: details.errorInstance });
}

function replay({ seed, counterexamplePath }: { seed: number; counterexamplePath: string | null }): string {
  const { currentTestName = '', testPath = '' } = expect.getState();
  const file = testPath.replace(`${process.cwd()}/`, '');
  return `FC_SEED=${seed} FC_PATH=${counterexamplePath ?? ''} npm test -- ${file} -t ${JSON.stringify(currentTestName)}`;
}

function whole(name: string, text: string, { min, max }: { min: number; max: number }): number {
  const number = Number(text);
  if (/^-?\d+$/.test(text) && number >= min && number <= max) return number;
  throw new Error(
    `${name} is ${JSON.stringify(text)}, but has to be a whole number from ${min} to ${max}: leave it out for fast-check's own`,
  );
}

function path(text: string): string {
  if (/^\d+(:\d+)*$/.test(text)) return text;
  throw new Error(
    `FC_PATH is ${JSON.stringify(text)}, but has to be numbers with colons between, such as 12:0:3: copy it from the report of the run that failed`,
  );
}
