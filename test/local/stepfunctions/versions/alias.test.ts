import { expect, test } from '@jest/globals';
import { versionOf } from '../../../../local/stepfunctions/versions/alias.ts';

const alias = {
  name: 'live',
  routes: [
    { version: '1', weight: 90 },
    { version: '2', weight: 10 },
  ],
  description: undefined,
  creationDate: 0,
  updateDate: 0,
};

test.each([
  [0, '1'],
  [0.89, '1'],
  [0.9, '2'],
  [0.99, '2'],
])('an alias with the weights 90 and 10 starts, when the dice say %s, version %s', (chance, version) => {
  expect(versionOf(alias, chance)).toBe(version);
});
