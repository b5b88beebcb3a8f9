import { expect, test } from '@jest/globals';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { errorOf, functionOf, payloadOf } from './functions.ts';

const HOUR = 3_600_000;

test('a virtual clock does not jump while a function runs in a thread, which takes the time that it takes', async () => {
  const clock = new VirtualClock({ flows: true });
  const lambda = functionOf('export const run = () => new Promise((resolve) => setTimeout(resolve, 50, 1));', {
    clock,
  });
  const order: string[] = [];
  clock.schedule(() => order.push('an hour later'), HOUR);

  await payloadOf(lambda);
  order.push('answer');
  await clock.idle();

  expect(order).toEqual(['answer', 'an hour later']);
  clock.close();
});

test('a function that hangs in a thread is ended at its Timeout all the same', async () => {
  const clock = new VirtualClock({ flows: true });
  const lambda = functionOf('export const run = () => { for (;;); };', { clock, properties: { Timeout: 0.2 } });

  expect((await errorOf(lambda)).errorType).toBe('Sandbox.Timedout');
  clock.close();
});
