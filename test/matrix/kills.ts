import type { Case } from './case.ts';
import { allCases } from './cases.ts';

/** The cases in which a thread suffers what it can really suffer, and nothing else is the matter. */
export function killCases(): readonly Case[] {
  return allCases().filter(
    (one) =>
      one.rollbacks === 'rollbacks fine' &&
      one.starts === 'single' &&
      one.ends === 'finished' &&
      (isKilled(one) || runsOutOfMemory(one)),
  );
}

function isKilled({ fault, place }: Case): boolean {
  return fault === 'crash' && place.length <= 4;
}

/** Each fills its memory on every attempt, since it is the input that says so: dear, so that few have to do. */
function runsOutOfMemory({ fault, repetition, place }: Case): boolean {
  return fault === 'outOfMemory' && repetition === 'until retries end' && place.length <= 2;
}
