import { describe } from '@jest/globals';
import type { Case } from '../case.ts';
import { allCases } from '../cases.ts';
import { testCases } from '../suite.ts';

/** What a thread can really suffer; nothing else is the matter. */
const cases = allCases().filter(
  (one) =>
    one.rollbacks === 'rollbacks fine' &&
    one.starts === 'single' &&
    one.ends === 'finished' &&
    (isKilled(one) || runsOutOfMemory(one)),
);

function isKilled({ fault, place }: Case): boolean {
  return fault === 'crash' && place.length <= 4;
}

/** Each fills its memory on every attempt, since it is the input that says so: dear, so that few have to do. */
function runsOutOfMemory({ fault, repetition, place }: Case): boolean {
  return fault === 'outOfMemory' && repetition === 'until retries end' && place.length <= 2;
}

describe('in threads of their own, of which some are killed and some run out of memory', () => {
  testCases(cases, { inThreads: true });
});
