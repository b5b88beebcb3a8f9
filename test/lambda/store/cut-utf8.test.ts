import { expect, test } from '@jest/globals';
import { cutUtf8 } from '../../../lambda/store/cut-utf8.ts';

test.each([
  ['a text that fits', 'abc', 3, 'abc'],
  ['a text that is a byte too long', 'abcd', 3, 'abc'],
  ['a character of two bytes at the edge', 'abé', 3, 'ab'],
  ['a character of two bytes that fits', 'abé', 4, 'abé'],
  ['a character of three bytes at the edge', '€€', 5, '€'],
  ['a character of four bytes at the edge', 'a🚀', 4, 'a'],
  ['a character of four bytes that fits', 'a🚀', 5, 'a🚀'],
  ['an empty text', '', 3, ''],
  ['half a surrogate pair', 'a\ud83d', 8, 'a\ufffd'],
])('cuts between characters: %s', (_, text, maxBytes, expected) => {
  const cut = cutUtf8(text, maxBytes);
  expect(cut).toBe(expected);
  expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(maxBytes);
});
