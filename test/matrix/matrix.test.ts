import { describe } from '@jest/globals';
import { readSelection, select } from './selection.ts';
import { testCases } from './suite.ts';

/** Another seed takes others; `npm run test:matrix` takes all. */
const SAMPLE = { sample: 100, seed: 1 };

const selection = { ...SAMPLE, ...readSelection() };

describe(`whatever goes wrong with a saga, every invariant holds (MATRIX_SEED=${selection.seed})`, () => {
  testCases(select(selection));
});
