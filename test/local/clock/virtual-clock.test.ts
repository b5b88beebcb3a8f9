import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { during, sleep } from '../../../local/clock/clock.ts';
import { VirtualClock, type VirtualClockProps } from '../../../local/clock/virtual-clock.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const HOUR = 3_600_000;

const clocks: VirtualClock[] = [];
function newClock(props: VirtualClockProps = {}): VirtualClock {
  const clock = new VirtualClock({ start: START, ...props });
  clocks.push(clock);
  return clock;
}
afterEach(() => {
  for (const clock of clocks.splice(0)) clock.close();
});

describe('a virtual clock', () => {
  test('jumps from timer to timer when nothing is under way, in their order and that in which they were set', async () => {
    const clock = newClock();
    const fired: [string, number][] = [];
    const set = (name: string, ms: number) => clock.schedule(() => fired.push([name, clock.now() - START]), ms);
    set('late', HOUR);
    set('first', 1000);
    set('second', 1000);

    await clock.idle();

    expect(fired).toEqual([
      ['first', 1000],
      ['second', 1000],
      ['late', HOUR],
    ]);
  });

  test('sees to what one timer sets going before it goes on to the next', async () => {
    const clock = newClock();
    const seen: string[] = [];
    clock.schedule(async () => {
      for (let time = 0; time < 50; time += 1) await readFile(import.meta.filename);
      seen.push(`read at ${clock.now() - START}`);
    }, 10);
    clock.schedule(() => seen.push('next'), 20);

    await clock.idle();

    expect(seen).toEqual(['read at 10', 'next']);
  });

  test('stands still while something is under way', async () => {
    const clock = newClock();
    const work = Promise.withResolvers<void>();
    let fired = false;
    clock.schedule(() => (fired = true), 1);
    const done = during(clock, () => work.promise);
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);

    expect([fired, clock.now()]).toEqual([false, START]);
    work.resolve();
    await done;
    await clock.idle();
    expect(fired).toBe(true);
  });

  test('forgets a timer that is cancelled, and does not go where it was', async () => {
    const clock = newClock();
    let fired = false;
    const cancel = clock.schedule(() => (fired = true), HOUR);
    clock.schedule(() => {}, 5);
    cancel();
    cancel();

    await clock.idle();

    expect([fired, clock.now() - START]).toEqual([false, 5]);
  });

  test('fires a timer in the background on its way, but does not go anywhere for it', async () => {
    const clock = newClock();
    let ticks = 0;
    const tick = () => {
      ticks += 1;
      clock.schedule(tick, 1000, { background: true });
    };
    clock.schedule(tick, 1000, { background: true });
    await clock.idle();
    expect([ticks, clock.now() - START]).toEqual([0, 0]);

    await clock.advance(3500);

    expect([ticks, clock.now() - START]).toEqual([3, 3500]);
  });

  test('gives stamps each of which is later than the one before, and than which no time is earlier', () => {
    const clock = newClock();
    const stamps = [clock.stamp(), clock.stamp(), clock.stamp()];

    expect(stamps.map((stamp) => stamp - START)).toEqual([0, 1, 2]);
    expect(clock.now()).toBe(stamps[2]);
  });

  test('has the same random numbers for the same seed', () => {
    const numbers = (seed: number) => Array.from({ length: 100 }, newClock({ seed }).random);

    expect(numbers(7)).toEqual(numbers(7));
    expect(numbers(7)).not.toEqual(numbers(8));
    expect(numbers(7).every((number) => number >= 0 && number < 1)).toBe(true);
    const mean = numbers(7).reduce((sum, number) => sum + number, 0) / 100;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.1);
  });

  test('that flows fires a timer in time also while something is under way', async () => {
    const clock = newClock({ flows: true });
    const release = clock.hold();
    const fired = new Promise<number>((resolve) => clock.schedule(() => resolve(clock.now()), 30));

    expect((await fired) - START).toBeGreaterThanOrEqual(30);
    release();
  });

  test('that flows jumps all the same where nothing is under way', async () => {
    const clock = newClock({ flows: true });
    const began = performance.now();

    await sleep(clock, 24 * HOUR);

    expect(clock.now() - START).toBeGreaterThanOrEqual(24 * HOUR);
    expect(performance.now() - began).toBeLessThan(HOUR);
  });

  test('keeps thousands of timers in order', async () => {
    const clock = newClock();
    const times = Array.from({ length: 3000 }, () => Math.floor(clock.random() * 500));
    const fired: number[] = [];
    const cancels = times.map((ms) => clock.schedule(() => fired.push(ms), ms));
    for (const cancel of cancels.slice(0, 1000)) cancel();

    await clock.idle();

    expect(fired).toEqual(times.slice(1000).sort((a, b) => a - b));
  }, 60_000);
});

describe('a sleep', () => {
  test('ends when its signal is aborted, with its reason, and its timer with it', async () => {
    const clock = newClock();
    const controller = new AbortController();
    const asleep = sleep(clock, HOUR, controller.signal);
    controller.abort(new Error('enough'));

    await expect(asleep).rejects.toThrow('enough');
    await clock.idle();
    expect(clock.now()).toBe(START);
  });

  test('of no time is over at once', async () => {
    const clock = newClock();
    await sleep(clock, 0);
    expect(clock.now()).toBe(START);
  });
});
