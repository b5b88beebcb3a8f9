import { expect, test } from '@jest/globals';
import { evaluate } from '../../support/evaluate.ts';

test.each([
  ['States.Array()', {}, []],
  ["States.Array($.a, 'b', 1, $.c)", { a: null, c: { d: [] } }, [null, 'b', 1, { d: [] }]],
  ['States.ArrayPartition($, 2)', [0, 1, 2], [[0, 1], [2]]],
  ['States.ArrayPartition($, 4)', [], []],
  ['States.ArrayContains($.l, $.v)', { l: [[1, 2], 3], v: [1, 2] }, true],
  ['States.ArrayContains($.l, $.v)', { l: [{ a: 1, b: [] }], v: { b: [], a: 1 } }, true],
  ['States.ArrayContains($.l, $.v)', { l: [], v: null }, false],
  ['States.ArrayRange(1, 9, 2)', {}, [1, 3, 5, 7, 9]],
  ['States.ArrayRange(0, 10, 3)', {}, [0, 3, 6, 9]],
  ['States.ArrayRange(3, 1, -1)', {}, [3, 2, 1]],
  ['States.ArrayRange(3, 1, 1)', {}, []],
  ['States.ArrayGetItem($, 1)', ['a', null], null],
  ['States.ArrayLength($)', [1, 2], 2],
  ['States.ArrayUnique($)', [null, null, 1, 1.1, 1, [], [], { a: 1 }, { a: 1 }], [null, 1, 1.1, [], { a: 1 }]],
])('%s of %j is %j', async (call, input, result) => {
  expect(await evaluate(call, input)).toEqual(result);
});

test.each([
  ['States.ArrayPartition($, 0)', []],
  ['States.ArrayPartition($, 1.5)', []],
  ['States.ArrayLength($)', 'text'],
  ['States.ArrayGetItem($, 2)', [1]],
  ['States.ArrayGetItem($, -1)', [1]],
  ['States.ArrayRange(1, 2, 0)', {}],
  ['States.ArrayRange(0, 1000, 1)', {}],
  ['States.ArrayUnique($)', {}],
])('%s of %j is a States.IntrinsicFailure', async (call, input) => {
  await expect(evaluate(call, input)).rejects.toMatchObject({ name: 'States.IntrinsicFailure' });
});
