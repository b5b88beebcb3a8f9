import { describe } from '@jest/globals';
import { allCases } from '../cases.ts';
import { testCases } from '../suite.ts';

/** What a thread can really suffer; nothing else is the matter. */
const cases = allCases().filter(
  ({ fault, repetition, rollbacks, starts, ends, place }) =>
    rollbacks === 'rollbacks fine' &&
    starts === 'single' &&
    ends === 'finished' &&
    (fault === 'crash' ||
      // The input says that it runs out, so that it does on every attempt.
      (fault === 'outOfMemory' && repetition === 'until retries end' && place.length <= 3)),
);

describe('in threads of their own, of which some are killed and some run out of memory', () => {
  testCases(cases, { inThreads: true });
});
