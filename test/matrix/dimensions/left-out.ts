import { ENDS } from './ends.ts';
import { FAULTS } from './fault.ts';
import type { Omission } from './impossible.ts';
import { stepsOf } from './steps.ts';

/** What is left out for the time that it takes, since another case is like it. `MATRIX_WHOLE=1` plays these too. */
export const LEFT_OUT: readonly Omission[] = [
  {
    reason: 'what timed out and what was aborted differ in a word: with a second start, each step has one of the two',
    holds: ({ place: { length, step }, starts, ends }) =>
      starts !== 'single' && ends === ENDS[1 + ((length + stepsOf(length).indexOf(step)) % 2)],
  },
  {
    reason: 'a second start meets the first step, however many follow: sagas of 1, 3 and 5 steps have one',
    holds: ({ place, starts }) => starts !== 'single' && place.length % 2 === 0,
  },
  {
    reason:
      'what is cut short in its retry has forgotten what it retries for: its rollbacks fail after one of the faults',
    holds: ({ fault, repetition, rollbacks, ends }) =>
      FAULTS[fault].retried &&
      fault !== 'after' &&
      repetition === 'once' &&
      rollbacks !== 'rollbacks fine' &&
      ends !== 'finished',
  },
];
