import { describe, expect, test } from '@jest/globals';
import { backoffMs } from '../../consumer/backoff.ts';

const BACKOFF = { baseMs: 200, maxMs: 10_000 };
const SHORTEST = () => 0;
const LONGEST = () => 1;

describe('backoffMs', () => {
  test('is at least the base after the first failure', () => {
    expect(backoffMs(0, BACKOFF, SHORTEST)).toBe(200);
    expect(backoffMs(0, BACKOFF, LONGEST)).toBe(400);
  });

  test('doubles with each failure', () => {
    expect([1, 2, 3, 4].map((failures) => backoffMs(failures, BACKOFF, SHORTEST))).toEqual([400, 800, 1600, 3200]);
  });

  test('never exceeds the maximum, and keeps its jitter there', () => {
    for (const failures of [5, 6, 50, 2_000]) {
      expect(backoffMs(failures, BACKOFF, LONGEST)).toBe(10_000);
      expect(backoffMs(failures, BACKOFF, SHORTEST)).toBe(5_000);
    }
  });

  test('is never below the base, however low the maximum', () => {
    expect(backoffMs(0, { baseMs: 100, maxMs: 100 }, SHORTEST)).toBe(100);
    expect(backoffMs(3, { baseMs: 100, maxMs: 120 }, SHORTEST)).toBe(100);
  });

  test('spreads processes that failed together', () => {
    const delays = new Set(Array.from({ length: 20 }, () => backoffMs(2, BACKOFF)));
    expect(delays.size).toBeGreaterThan(10);
  });
});
