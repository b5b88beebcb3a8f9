import { expect, test } from '@jest/globals';
import { guardComparisons } from '../../../../../local/stepfunctions/definition/mends/comparison-types.ts';
import { runDefinition } from '../../support/run.ts';
import { choiceOf } from '../../support/state.ts';

test.each([
  ['StringEquals', 'IsString'],
  ['StringMatches', 'IsString'],
  ['NumericLessThanPath', 'IsNumeric'],
  ['BooleanEquals', 'IsBoolean'],
  ['TimestampGreaterThanEquals', 'IsTimestamp'],
])('%s is preceded by %s', (operator, test_) => {
  const comparison = { Variable: '$.a', [operator]: '$.b' };
  expect(guardComparisons(choiceOf({ ...comparison, Next: 'B' }))).toEqual(
    choiceOf({ And: [{ Variable: '$.a', [test_]: true }, comparison], Next: 'B' }),
  );
});

test('a test for a type stays as it is', () => {
  const state = choiceOf({ Variable: '$.a', IsPresent: true, Next: 'B' });
  expect(guardComparisons(state)).toEqual(state);
});

test.each([
  ['NumericLessThan', 10, '5', false],
  ['NumericLessThan', 10, 5, true],
  ['StringLessThan', 'b', 5, false],
  ['StringLessThan', 'b', 'a', true],
  ['StringMatches', 'a*', 5, false],
  ['StringMatches', 'a*', null, false],
  ['StringMatches', 'a*', 'ab', true],
  ['TimestampLessThan', '2030-01-01T00:00:00Z', 5, false],
  ['TimestampLessThan', '2030-01-01T00:00:00Z', '2016-03-14T01:59:00Z', true],
  ['BooleanEquals', false, 0, false],
  ['BooleanEquals', false, false, true],
])('%s %j of %j is %j', async (operator, operand, v, expected) => {
  const definition = {
    StartAt: 'Ask',
    States: {
      Ask: { Type: 'Choice', Choices: [{ Variable: '$.v', [operator]: operand, Next: 'Yes' }], Default: 'No' },
      Yes: { Type: 'Pass', Result: true, End: true },
      No: { Type: 'Pass', Result: false, End: true },
    },
  };

  expect(await runDefinition(definition, { v })).toMatchObject({ output: expected });
});
