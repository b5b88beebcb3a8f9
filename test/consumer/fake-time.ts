import { afterEach, beforeEach } from '@jest/globals';
import sinon, { type SinonFakeTimers } from 'sinon';

/** Time that only the test moves. Promises are left alone: `tickAsync` lets them settle between timers. */
export function useFakeTime(): () => SinonFakeTimers {
  let clock: SinonFakeTimers;
  beforeEach(() => {
    clock = sinon.useFakeTimers({
      now: Date.UTC(2026, 0, 1),
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'],
    });
  });
  afterEach(() => clock.restore());
  return () => clock;
}

/** The most events that there were within any second. @param times in milliseconds */
export function mostPerSecond(times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
}
