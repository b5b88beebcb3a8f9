import { expect, test } from '@jest/globals';
import { refusePaths } from '../../../../../local/stepfunctions/definition/refusals/paths.ts';
import { choiceOf, stateOf } from '../../support/state.ts';

test.each(['$.a[-1]', "$['a','b']", '$.a.length()', '$.a~', '$.a^', '$.a[?(@.b == $.c)]', '$.a.', '$.a[(@.length-1)]'])(
  'the path %s, which the interpreter reads otherwise, is refused',
  (path) => {
    expect(refusePaths(stateOf({ Parameters: { 'x.$': path } }))).toEqual([
      expect.stringMatching(/^the path .* in Parameters, x\.\$: only names, indexes, .* are read as on AWS$/),
    ]);
  },
);

test.each([
  [stateOf({ OutputPath: '$.a[*]' }), /an empty list could not be told/],
  [choiceOf({ Variable: '$.a[*].b', IsPresent: true, Next: 'B' }), /an empty list could not be told/],
  [stateOf({ OutputPath: '$$.State.Name' }), /can be read in Parameters and ResultSelector only/],
  [stateOf({ OutputPath: '$$' }), /can be read in Parameters and ResultSelector only/],
  [choiceOf({ Not: { Variable: '$$.State.Name', IsNull: true }, Next: 'B' }), /can be read in Parameters/],
  [choiceOf({ Variable: '$', IsNull: true, Next: 'B' }), /a Choice can look at a field only/],
  [stateOf({ Parameters: { 'token.$': '$$.Task.Token' } }), /there are no task tokens/],
])('what the interpreter reads itself has fewer paths (case %#)', (state, words) => {
  expect(refusePaths(state)).toEqual([expect.stringMatching(words)]);
});

test.each([
  [
    stateOf({
      InputPath: '$.a[*]',
      ItemsPath: '$.a.*',
      Parameters: { 'x.$': '$..b', 'y.$': '$$.State.RetryCount', 'z.$': '$$' },
    }),
  ],
  [stateOf({ OutputPath: '$.a', TimeoutSecondsPath: '$.t' })],
  [choiceOf({ Variable: '$$.Execution.Input.a', StringEqualsPath: "$['b c'][0]", Next: 'B' })],
  [stateOf({ Result: { 'x.$': '$.a[-1]' }, Parameters: { path: '$.a[-1]' } })],
])('what is read as on AWS is not refused (case %#)', (state) => {
  expect(refusePaths(state)).toEqual([]);
});
