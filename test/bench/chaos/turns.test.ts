import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Turns } from '../../../bench/chaos/turns.ts';

test('one begins at each turn of the event loop, in order', async () => {
  const turns = new Turns();
  const begun: number[] = [];
  for (let index = 0; index < 4; index += 1) void turns.take().then(() => begun.push(index));

  const seen: number[][] = [];
  for (let turn = 0; turn < 4; turn += 1) {
    await Promise.resolve();
    seen.push([...begun]);
    await setImmediate();
  }

  expect(seen).toEqual([[0], [0, 1], [0, 1, 2], [0, 1, 2, 3]]);
});

test('who comes when nobody waits begins at once', async () => {
  const turns = new Turns();
  await turns.take();
  await setImmediate();
  await setImmediate();
  let hasBegun = false;
  void turns.take().then(() => {
    hasBegun = true;
  });
  await Promise.resolve();
  expect(hasBegun).toBe(true);
});
