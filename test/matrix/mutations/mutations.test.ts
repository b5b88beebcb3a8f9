import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { allCases } from '../cases.ts';
import { MUTATIONS } from './index.ts';

// Tried by npm run test:mutations, which takes minutes. Here: that the list is one of what is there.
test.each(MUTATIONS)(
  '"$name" finds what it breaks, and cases to notice it',
  ({ file, search, replacement, cases = '' }) => {
    const text = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');

    expect(text.split(search)).toHaveLength(2);
    expect(replacement).not.toBe(search);
    expect(allCases().some(({ name }) => name.includes(cases))).toBe(true);
  },
);

test('no two have one name', () => {
  const names = MUTATIONS.map(({ name }) => name);

  expect(new Set(names).size).toBe(names.length);
});
