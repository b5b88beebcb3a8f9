import { describe, expect, test } from '@jest/globals';
import { draw, lotsOf, readSeed } from '../../../bench/chaos/lots.ts';

describe('a lot', () => {
  test('is the same for the same name and seed, and another for another name or seed', () => {
    expect(lotsOf(1)('a', 2)).toBe(lotsOf(1)('a', 2));
    expect(new Set([lotsOf(1)('a', 1), lotsOf(1)('a', 2), lotsOf(1)('b', 1), lotsOf(2)('a', 1)]).size).toBe(4);
  });

  test('falls evenly on names that differ in a digit', () => {
    const lots = lotsOf(1);
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let index = 0; index < 10_000; index += 1) {
      const tenth = Math.floor(lots('lambda', `chaos-${index}-1 run ProcessRecords 0`) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    // A thousand each; five times the deviation of such counts is 150.
    for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});

test('each value is drawn by its share, and none on the rest', () => {
  const shares = [
    [0.1, 'a'],
    [0.2, 'b'],
  ] as const;
  expect([0, 0.09, 0.11, 0.29, 0.31, 0.99].map((lot) => draw(lot, shares))).toEqual([
    'a',
    'a',
    'b',
    'b',
    undefined,
    undefined,
  ]);
});

describe('the seed', () => {
  test('is what CHAOS_SEED says, or any', () => {
    expect(readSeed({ CHAOS_SEED: '42' })).toBe(42);
    expect(Number.isInteger(readSeed({}))).toBe(true);
  });

  test.each(['x', '-1', '1.5', '1e3', '2147483648', ' 1'])('is refused as %j', (CHAOS_SEED) => {
    expect(() => readSeed({ CHAOS_SEED })).toThrow(/CHAOS_SEED is ".*", but has to be a whole number below 2147483648/);
  });
});
