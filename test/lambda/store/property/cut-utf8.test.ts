import { describe, test } from '@jest/globals';
import fc from 'fast-check';
import { cutUtf8 } from '../../../../lambda/store/cut-utf8.ts';
import { holds } from './support/runs.ts';

/** Characters of one to four bytes, and halves of surrogate pairs, which are no characters at all. */
const text = fc.string({ unit: fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), half()) });
const maxBytes = fc.nat({ max: 40 });

function half(): fc.Arbitrary<string> {
  return fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code));
}

const bytes = (cut: string): number => new TextEncoder().encode(cut).length;

describe('a text that is cut', () => {
  test('is never longer than asked, and stops only before a character that does not fit', async () => {
    await holds(
      fc.property(text, maxBytes, (whole, max) => {
        const cut = cutUtf8(whole, max);
        const characters = [...whole.toWellFormed()];
        const [next = ''] = characters.slice([...cut].length);
        return bytes(cut) <= max && (next === '' || bytes(cut + next) > max);
      }),
      1_000,
    );
  });

  test('is the beginning of what it was, in whole characters', async () => {
    await holds(
      fc.property(text, maxBytes, (whole, max) => {
        const cut = cutUtf8(whole, max);
        const begun = [...whole.toWellFormed()].slice(0, [...cut].length);
        return cut.isWellFormed() && begun.join('') === cut;
      }),
      1_000,
    );
  });

  test('stays as it is when it is cut again', async () => {
    await holds(
      fc.property(text, maxBytes, (whole, max) => cutUtf8(cutUtf8(whole, max), max) === cutUtf8(whole, max)),
      1_000,
    );
  });
});
