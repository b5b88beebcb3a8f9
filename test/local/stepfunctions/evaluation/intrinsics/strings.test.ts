import { expect, test } from '@jest/globals';
import { evaluate } from '../../support/evaluate.ts';

test.each([
  ['', 'is .'],
  ['text', 'is text.'],
  ['a\\b"c', 'is a\\b"c.'],
  [null, 'is null.'],
  [5, 'is 5.'],
  [1.1, 'is 1.1.'],
  [true, 'is true.'],
  [{ Arg1: 1, Arg2: [], Arg3: { a: 'b' } }, 'is {Arg1=1, Arg2=[], Arg3={a=b}}.'],
  [[1, 'a', [null]], 'is [1, a, [null]].'],
])('States.Format writes %j as AWS does', async (value, text) => {
  expect(await evaluate("States.Format('is {}.', $)", value)).toBe(text);
});

test('States.Format takes its template from a path, and escapes for what they stand for', async () => {
  expect(await evaluate('States.Format($.t, $.v, 2)', { t: '{}-{}', v: '{}' })).toBe('{}-2');
  expect(await evaluate("States.Format('it\\'s \\{{}\\} \\\\', 1)")).toBe("it's {1} \\");
});

test.each(["States.Format('{}')", "States.Format('', 1)", 'States.Format(1)'])(
  '%s is a States.IntrinsicFailure',
  async (call) => {
    await expect(evaluate(call)).rejects.toMatchObject({ name: 'States.IntrinsicFailure', isCatchable: true });
  },
);

test.each([
  ['1,2,3', ',', ['1', '2', '3']],
  [', , ,', ',', [' ', ' ']],
  [',,,,', ',', []],
  ['This.is+a,test=string', '.+,=', ['This', 'is', 'a', 'test', 'string']],
  ['split on T and \nnew line', 'T\n', ['split on ', ' and ', 'new line']],
])('States.StringSplit splits %j at each of %j', async (text, by, parts) => {
  expect(await evaluate('States.StringSplit($.text, $.by)', { text, by })).toEqual(parts);
});

test('States.UUID gives another version 4 each time', async () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const [first, second] = [await evaluate('States.UUID()'), await evaluate('States.UUID()')];
  expect(first).toMatch(uuid);
  expect(second).not.toBe(first);
});
