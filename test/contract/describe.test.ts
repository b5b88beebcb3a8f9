import { expect, describe as group, test } from '@jest/globals';
import { describe, isObject } from '../../contract/describe.ts';

group('describe', () => {
  test.each([
    [undefined, 'nothing'],
    [null, 'null'],
    [42, 'the number 42'],
    [true, 'the boolean true'],
    [[], 'a list of 0'],
    [[1, 2, 3], 'a list of 3'],
    ['a "text"', '"a \\"text\\""'],
    ['', '""'],
    ['x'.repeat(60), `"${'x'.repeat(60)}"`],
    ['x'.repeat(61), 'a string of 61 characters'],
    [{}, 'an object with no properties'],
    [{ hello: 1 }, 'an object with hello'],
    [{ a: 1, b: 2, c: 3, d: 4, e: 5 }, 'an object with a, b, c, d, e'],
    [{ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }, 'an object with a, b, c, d, e and 1 more'],
    [JSON.parse('{"__proto__":1}'), 'an object with __proto__'],
  ])('says what %j is', (value, expected) => {
    expect(describe(value)).toBe(expected);
  });

  test('cannot flood a log', () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `${index}${'x'.repeat(1_000)}`);
    expect(describe(Object.fromEntries(names.map((name) => [name, 1]))).length).toBeLessThan(400);
    expect(describe('x'.repeat(100_000)).length).toBeLessThan(100);
  });
});

test('isObject is for objects of JSON, neither lists nor null', () => {
  expect([{}, Object.create(null)].map(isObject)).toEqual([true, true]);
  expect([[], null, 'text', 1, undefined].map(isObject)).toEqual([false, false, false, false, false]);
});
