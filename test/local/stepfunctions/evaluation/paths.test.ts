import { expect, test } from '@jest/globals';
import { evaluate } from '../support/evaluate.ts';

const INPUT = {
  a: { b: null, 'c d': [1, [2]] },
  l: [{ x: 1, y: true }, { x: 2 }],
  o: { k: { v: 1 }, m: { v: 2 } },
  e: [],
};

test.each([
  ['$', INPUT],
  ['$.a.b', null],
  ["$.a['c d'][1]", [2]],
  ['$.l[*].x', [1, 2]],
  ['$.l[*].y', [true]],
  ['$.l[0:1]', [INPUT.l[0]]],
  ['$.l[?(@.x == 2)]', [{ x: 2 }]],
  ['$.o.*', [{ v: 1 }, { v: 2 }]],
  ['$.o.*.v', [1, 2]],
  ['$..v', [1, 2]],
  ['$$.Execution.Input.n', 1],
  ['$$.StateMachine', { Id: 'arn:machine', Name: 'Saga' }],
])('%s gives %j', async (path, value) => {
  expect(await evaluate(path, INPUT)).toEqual(value);
});

test.each([
  '$.e[*]',
  '$.nothing[*]',
  '$.nothing.at.all[*].x',
  '$.e[1:5].x',
  '$.a.*.x',
  '$..nothing',
  '$.l[?(@.x == 9)].y',
])('the list %s of what is not there is empty', async (path) => {
  expect(await evaluate(path, INPUT)).toEqual([]);
});

test.each([['$.nothing'], ['$.a.b.c'], ['$.l[5]'], ['$$.Execution.Nothing'], ['$.__proto__'], ['$.toString']])(
  'the place %s, which is not there, is a States.Runtime that names it',
  async (path) => {
    await expect(evaluate(path, INPUT)).rejects.toMatchObject({
      name: 'States.Runtime',
      message: `Path expression '${path}' does not point to a value`,
      isCatchable: false,
    });
  },
);

test.each([[null], [0], [false], [''], ['text'], [[]]])('$ of the input %j is that input', async (input) => {
  expect(await evaluate('$', input)).toEqual(input);
});
