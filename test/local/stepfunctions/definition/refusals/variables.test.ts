import { expect, test } from '@jest/globals';
import { refuseVariables } from '../../../../../local/stepfunctions/definition/refusals/variables.ts';
import { choiceOf, stateOf } from '../../support/state.ts';

test.each([
  [stateOf({ Assign: { a: 1 } })],
  [choiceOf({ Variable: '$.a', IsNull: true, Next: 'B', Assign: { a: 1 } })],
  [stateOf({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B', Assign: { a: 1 } }] })],
])('Assign is refused, wherever it stands (case %#)', (state) => {
  expect(refuseVariables(state)).toEqual([expect.stringMatching(/^Assign: /)]);
});

test.each([
  [{ Parameters: { a: [{ 'b.$': '$order.id' }] } }, 'the variable $order.id in Parameters, b.$'],
  [{ Parameters: { 'a.$': "States.Format('{}', $name)" } }, 'the variable $name in Parameters, a.$'],
  [{ InputPath: '$order' }, 'the variable $order in InputPath'],
])('a variable is refused where it is read: %j', (fields, words) => {
  expect(refuseVariables(stateOf(fields))).toEqual([expect.stringContaining(words)]);
});

test('the input and the context object are no variables', () => {
  expect(refuseVariables(stateOf({ InputPath: '$.order', OutputPath: '$$.Execution', ItemsPath: "$['a']" }))).toEqual(
    [],
  );
});
