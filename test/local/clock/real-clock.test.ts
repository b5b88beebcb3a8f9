import { expect, test } from '@jest/globals';
import { sleep } from '../../../local/clock/clock.ts';
import { RealClock } from '../../../local/clock/real-clock.ts';

test('the real clock is idle when no timer is set and nothing is held', async () => {
  const clock = new RealClock();
  const order: string[] = [];
  const release = clock.hold();
  clock.schedule(() => {
    order.push('timer');
    release();
  }, 20);
  const background = clock.schedule(() => order.push('background'), 3_600_000, { background: true });

  await clock.idle();

  expect(order).toEqual(['timer']);
  background();
});

test('the real clock can wait longer than a timer of Node.js, which would fire at once', async () => {
  const clock = new RealClock();
  const controller = new AbortController();
  const asleep = sleep(clock, 2 ** 33, controller.signal);
  const early = await Promise.race([asleep.then(() => 'awake'), sleep(clock, 20).then(() => 'asleep')]);
  controller.abort(new Error('enough'));

  expect(early).toBe('asleep');
  await expect(asleep).rejects.toThrow('enough');
});

test('the real clock drops its timers when it is closed, and takes no more', async () => {
  const clock = new RealClock();
  let fired = false;
  clock.schedule(() => (fired = true), 10);
  clock.close();
  clock.schedule(() => (fired = true), 10);
  await sleep(new RealClock(), 30);

  expect(fired).toBe(false);
});
