import { describe, expect, test } from '@jest/globals';
import { negateTypeTests } from '../../../../../local/stepfunctions/definition/mends/type-tests.ts';
import { runDefinition } from '../../support/run.ts';
import { choiceOf, stateOf } from '../../support/state.ts';

test('a type test for false becomes the opposite of one for true, its Next kept', () => {
  const Next = 'There';
  expect(negateTypeTests(choiceOf({ Variable: '$.a', IsPresent: false, Next }))).toEqual(
    choiceOf({ Not: { Variable: '$.a', IsPresent: true }, Next }),
  );
});

test('type tests inside And, Or and Not are mended as well, and nothing else is', () => {
  const isNull = (IsNull: boolean) => ({ Variable: '$.a', IsNull });
  const equals = { Variable: '$.a', BooleanEquals: false };
  expect(
    negateTypeTests(
      choiceOf({ And: [{ Or: [isNull(false), isNull(true)] }, { Not: isNull(false) }, equals], Next: 'B' }),
    ),
  ).toEqual(
    choiceOf({
      And: [{ Or: [{ Not: isNull(true) }, isNull(true)] }, { Not: { Not: isNull(true) } }, equals],
      Next: 'B',
    }),
  );
  expect(negateTypeTests(stateOf({ IsNull: false }))).toEqual(stateOf({ IsNull: false }));
});

const VALUES = { number: 1, text: 'a', time: '2016-03-14T01:59:00Z', boolean: false, nothing: null };

describe.each([
  ['IsNumeric', ['number']],
  ['IsString', ['text', 'time']],
  ['IsTimestamp', ['time']],
  ['IsBoolean', ['boolean']],
  ['IsNull', ['nothing']],
  ['IsPresent', Object.keys(VALUES)],
])('%s', (operator, matching) => {
  test.each(Object.keys(VALUES))('tells a %s, whether it is asked for true or for false', async (key) => {
    const ask = async (operand: boolean) => {
      const Choices = [{ Variable: `$.${key}`, [operator]: operand, Next: 'Yes' }];
      const States = {
        Ask: { Type: 'Choice', Choices, Default: 'No' },
        Yes: { Type: 'Pass', Result: true, End: true },
        No: { Type: 'Pass', Result: false, End: true },
      };
      return (await runDefinition({ StartAt: 'Ask', States }, VALUES)).output;
    };

    expect(await ask(true)).toBe(matching.includes(key));
    expect(await ask(false)).toBe(!matching.includes(key));
  });
});
