import { expect, test } from '@jest/globals';
import { plainResultPaths } from '../../../../../local/stepfunctions/definition/mends/result-path.ts';
import { stateOf } from '../../support/state.ts';

test.each([
  ['$', undefined],
  ['$.a.b', '$.a.b'],
  ["$['a b']", "['a b']"],
  ["$['a b'].c", "['a b'].c"],
  [null, null],
])('the ResultPath %j becomes %j, of a state and of its catchers', (ResultPath, mended) => {
  const catcher = { ErrorEquals: ['States.ALL'], Next: 'B' };
  const { ResultPath: own, Catch } = plainResultPaths(
    stateOf({ ResultPath, Catch: [{ ...catcher, ResultPath }, catcher] }),
  );

  expect(own).toEqual(mended);
  expect(Catch).toEqual([{ ...catcher, ...(mended !== undefined && { ResultPath: mended }) }, catcher]);
});

test('a state without one stays as it is', () => {
  expect(plainResultPaths(stateOf({ Next: 'B' }))).toEqual(stateOf({ Next: 'B' }));
});
