import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { MENDS } from '../../../../../local/stepfunctions/definition/mends.ts';

const FOLDER = new URL('../../../../../local/stepfunctions/definition/mends/', import.meta.url);
const HELPERS = ['mend.ts', 'choice-rules.ts'];

test('every mend is in the table', () => {
  const files = readdirSync(FOLDER).filter((file) => !HELPERS.includes(file));

  expect(MENDS).toHaveLength(files.length);
});

test('a mend leaves the state that it is given as it was', () => {
  const state = {
    Type: 'Choice',
    Choices: [{ Variable: '$$.a', StringMatches: '?', Next: 'B' }],
    InputPath: '$',
  } as const;
  const before = structuredClone(state);

  for (const mend of MENDS) mend(state);

  expect(state).toEqual(before);
});
