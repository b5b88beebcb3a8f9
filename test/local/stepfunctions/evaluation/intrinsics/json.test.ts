import { expect, test } from '@jest/globals';
import { evaluate } from '../../support/evaluate.ts';

test.each([
  ['', null],
  [' ', null],
  ['null', null],
  ['1.1', 1.1],
  ['"text"', 'text'],
  ['{"a": [1, {"b": null}]}', { a: [1, { b: null }] }],
])('States.StringToJson makes of %j what it says', async (text, value) => {
  expect(await evaluate('States.StringToJson($)', text)).toEqual(value);
});

test('States.JsonToString keeps every quote, line break and backslash', async () => {
  const value = { a: 'say "hi"\n\\o/', 'b"': [1, null] };
  expect(await evaluate('States.JsonToString($)', value)).toBe(JSON.stringify(value));
  expect(await evaluate('States.StringToJson(States.JsonToString($))', value)).toEqual(value);
});

test('States.JsonMerge lets the second win, and changes neither', async () => {
  const input = { first: { a: { a1: 1 }, b: 2, d: 3 }, second: { a: { a3: 1 }, c: 3, d: 4 } };
  const before = structuredClone(input);

  expect(await evaluate('States.JsonMerge($.first, $.second, false)', input)).toEqual({
    a: { a3: 1 },
    b: 2,
    c: 3,
    d: 4,
  });
  expect(input).toEqual(before);
});

test.each([
  ['States.StringToJson($)', '{'],
  ['States.StringToJson($)', 5],
  ['States.JsonMerge($, $, true)', {}],
  ['States.JsonMerge($, $, false)', []],
])('%s of %j is a States.IntrinsicFailure', async (call, input) => {
  await expect(evaluate(call, input)).rejects.toMatchObject({ name: 'States.IntrinsicFailure' });
});
