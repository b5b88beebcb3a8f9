import { expect, test } from '@jest/globals';
import { dropWholePaths } from '../../../../../local/stepfunctions/definition/mends/whole-paths.ts';
import { stateOf } from '../../support/state.ts';

test('paths to the whole are left out, for they are the default', () => {
  expect(dropWholePaths(stateOf({ InputPath: '$', OutputPath: '$' }))).toEqual(stateOf({}));
});

test('other paths stay, null among them', () => {
  const state = stateOf({ InputPath: null, OutputPath: '$.a' });
  expect(dropWholePaths(state)).toEqual(state);
});
