import { expect, test } from '@jest/globals';
import { fill } from '../support/evaluate.ts';

test('fields whose names end in .$ are computed, at any depth and in lists', async () => {
  const template = {
    text: '$.a',
    'value.$': '$.a',
    'name.$': '$$.Execution.Name',
    nested: { list: [{ 'deep.$': '$.l[*]' }, 5, null, ['$.a']] },
    'called.$': "States.Format('{}/{}', $.a, $$.StateMachine.Name)",
  };

  expect(await fill(template, { a: 1, l: [2] })).toEqual({
    text: '$.a',
    value: 1,
    name: 'one',
    nested: { list: [{ deep: [2] }, 5, null, ['$.a']] },
    called: '1/Saga',
  });
});

test.each([[{}], [[]], ['text'], [null], [5], [{ a: { b: [] } }]])(
  '%j computes nothing and stays as it is',
  async (template) => {
    expect(await fill(template)).toEqual(template);
  },
);

test('a name that means something to JavaScript is one like any other', async () => {
  const template = JSON.parse('{"__proto__.$": "$.a", "constructor": {"__proto__": 1}}');

  expect(JSON.stringify(await fill(template, { a: 1 }))).toBe('{"__proto__":1,"constructor":{"__proto__":1}}');
});

test('data that looks like a path or a call is not computed', async () => {
  expect(await fill({ 'a.$': '$.a' }, { a: { 'b.$': '$.c', d: 'States.UUID()' } })).toEqual({
    a: { 'b.$': '$.c', d: 'States.UUID()' },
  });
});
