import { expect, test } from '@jest/globals';
import { refuseIntrinsics } from '../../../../../local/stepfunctions/definition/refusals/intrinsics.ts';
import { stateOf } from '../../support/state.ts';

test.each([
  ['States.MathRandom(1, 9, 3)', /^a seed for States\.MathRandom: .* in Parameters, a\.\$$/],
  ['States.Reverse($.a)', /^the function States\.Reverse: there are States\.Array, /],
  ['States.Format(States.Reverse($.a))', /^the function States\.Reverse/],
  ['States.ArrayLength()', /^States\.ArrayLength with 0 arguments: it takes 1 in /],
  ['States.UUID($.a)', /^States\.UUID with 1 arguments: it takes 0/],
  ["States.Format('{}', ", /is not a call of an intrinsic function: what begins at character \d+ is not understood/],
  ['nothing like it', /is not a call of an intrinsic function/],
])('%s is refused', (call, words) => {
  expect(refuseIntrinsics(stateOf({ Parameters: { 'a.$': call } }))).toEqual([expect.stringMatching(words)]);
});

test('a computed field that is no text is refused', () => {
  expect(refuseIntrinsics(stateOf({ Parameters: { 'a.$': 5 } }))).toHaveLength(1);
});

test.each([
  [{ Parameters: { 'a.$': "States.Format('{}', States.MathAdd($.a, -1.5))" } }],
  [{ ResultSelector: { 'a.$': 'States.UUID()' } }],
  [{ ItemSelector: { 'a.$': 'States.StringToJson(\'{"a": [1]}\')' } }],
  [{ ErrorPath: '$.Error', CausePath: 'States.JsonToString($)' }],
  [{ Parameters: { a: 'States.Reverse($.a)' }, Result: { 'a.$': 'anything' }, InputPath: null }],
])('%j is not refused', (fields) => {
  expect(refuseIntrinsics(stateOf(fields))).toEqual([]);
});
