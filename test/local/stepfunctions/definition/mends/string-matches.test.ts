import { expect, test } from '@jest/globals';
import { escapeQuestionMarks } from '../../../../../local/stepfunctions/definition/mends/string-matches.ts';
import { runDefinition } from '../../support/run.ts';
import { choiceOf } from '../../support/state.ts';

test.each([
  ['log-?.txt', 'log-\\?.txt'],
  ['log-*.txt', 'log-*.txt'],
  ['a\\*b?', 'a\\*b\\?'],
  ['a\\?b', 'a\\?b'],
  ['a\\\\?', 'a\\\\\\?'],
])('the pattern %s becomes %s', (pattern, mended) => {
  const rule = (StringMatches: string) => choiceOf({ Variable: '$.a', StringMatches, Next: 'B' });
  expect(escapeQuestionMarks(rule(pattern))).toEqual(rule(mended));
});

test('other operators keep their question marks', () => {
  const state = choiceOf({ Variable: '$.a', StringEquals: 'why?', Next: 'B' });
  expect(escapeQuestionMarks(state)).toEqual(state);
});

test.each([
  ['log-1.txt', 'star'],
  ['what?', 'mark'],
  ['whats', 'none'],
])('%s matches the %s', async (v, output) => {
  const definition = {
    StartAt: 'Ask',
    States: {
      Ask: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.v', StringMatches: 'log-*.txt', Next: 'star' },
          { Variable: '$.v', StringMatches: 'what?', Next: 'mark' },
        ],
        Default: 'none',
      },
      ...Object.fromEntries(['star', 'mark', 'none'].map((name) => [name, { Type: 'Pass', Result: name, End: true }])),
    },
  };

  expect(await runDefinition(definition, { v })).toMatchObject({ output });
});
