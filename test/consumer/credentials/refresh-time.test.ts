import { expect, test } from '@jest/globals';
import { refreshDelayMs } from '../../../consumer/credentials/refresh-time.ts';

const MINUTE_MS = 60_000;

test.each([
  [60, 0, 45],
  [60, 1, 50],
  [720, 0, 705],
  // Half of the life, where that is later.
  [20, 0, 10],
  [20, 1, 11],
  [15, 1, 8.25],
  [1, 0, 0.5],
])('what is valid for %s minutes, with chance at %s, is refreshed after %s', (valid, random, after) => {
  expect(refreshDelayMs(valid * MINUTE_MS, random) / MINUTE_MS).toBeCloseTo(after, 6);
});

test('whatever the life and the chance, it is refreshed before its end', () => {
  for (const minutes of [0.01, 1, 10, 14, 15, 25, 30, 31, 60, 720]) {
    for (const random of [0, 0.5, 0.999]) {
      expect(refreshDelayMs(minutes * MINUTE_MS, random)).toBeLessThan(minutes * MINUTE_MS);
    }
  }
});

test('what never expires is never refreshed', () => {
  expect(refreshDelayMs(Infinity, 0.5)).toBe(Infinity);
});
