import { expect, test } from '@jest/globals';
import { evaluate } from '../../support/evaluate.ts';

test.each([
  [-9, 3, -6],
  [1.49, 1.5, 3],
  [1.5, 1.51, 4],
  [-1.49, -1.5, -2],
  [-1.5, -1.51, -3],
  [-1.51, 0, -2],
  [0.5, 0, 1],
  [-0.5, 0.5, 1],
  [-2.5, 0, -2],
])('States.MathAdd of %d and %d, each rounded, is %d', async (a, b, sum) => {
  expect(await evaluate('States.MathAdd($.a, $.b)', { a, b })).toBe(sum);
});

test('States.MathRandom gives whole numbers from its start to below its end', async () => {
  const drawn = new Set<unknown>();
  for (let i = 0; i < 100; i += 1) drawn.add(await evaluate('States.MathRandom(1.2, 3.6)'));
  expect([...drawn].sort()).toEqual([1, 2, 3]);
});

test.each(['States.MathRandom(3, 3)', "States.MathAdd('1', 2)"])('%s is a States.IntrinsicFailure', async (call) => {
  await expect(evaluate(call)).rejects.toMatchObject({ name: 'States.IntrinsicFailure' });
});
