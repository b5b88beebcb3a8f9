import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { allCases, leftOut } from '../matrix/cases.ts';
import { INVARIANTS } from '../matrix/invariants/index.ts';
import { MUTATIONS } from '../matrix/mutations/index.ts';
import { tried } from '../matrix/tried.ts';
import { tableOf } from './table.ts';

describe('docs/matrix.md', () => {
  test('says of each dimension and detail how many cases have which value', () => {
    const documented = tableOf('matrix.md', 'dimension').map(({ dimension, value, cases }) => ({
      dimension,
      value,
      cases: Number(cases?.replaceAll(',', '')),
    }));

    expect(documented).toEqual(tried(allCases()));
  });

  test('says what is left out, and why', () => {
    const documented = tableOf('matrix.md', 'left out because').map((row) => [
      row['left out because'],
      Number(row.combinations?.replaceAll(',', '')),
    ]);

    expect(documented).toEqual([...leftOut().reasons]);
  });

  test('names every mutation', () => {
    expect(tableOf('matrix.md', 'mutation').map(({ mutation }) => mutation)).toEqual(MUTATIONS.map(({ name }) => name));
  });
});

test('docs/flow.md has as many invariants as are checked', () => {
  const flow = readFileSync(new URL('../../docs/flow.md', import.meta.url), 'utf8');
  const [, holds = ''] = flow.split('## What holds');
  const [listed = ''] = holds.split('## ');

  expect(listed.match(/^\d+\. /gm)).toHaveLength(INVARIANTS.length);
});

test('at least 2,000 cases are played', () => {
  expect(allCases().length).toBeGreaterThanOrEqual(2_000);
});

test('a name is one case alone', () => {
  const names = allCases().map(({ name }) => name);

  expect(new Set(names).size).toBe(names.length);
});
