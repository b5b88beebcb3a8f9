import { describe, expect, test } from '@jest/globals';
import type { TransactionRecord } from '../../../contract/records.ts';
import { transformRecords } from '../../../lambda/domain/transform.ts';

const record = (json: string) => JSON.parse(json) as TransactionRecord;
const canonicalOf = (json: string) => transformRecords([record(json)])[0]?.Canonical;

describe('transformRecords', () => {
  test.each([
    ['properties in order', '{"b":2,"Id":"x","a":1}', '{"Id":"x","a":1,"b":2}'],
    [
      'properties in order at every depth',
      '{"Id":"x","o":{"b":{"d":1,"c":2},"a":[]}}',
      '{"Id":"x","o":{"a":[],"b":{"c":2,"d":1}}}',
    ],
    [
      'properties in order of UTF-16 code units',
      '{"\\uffff":1,"\\ud83d\\ude80":2,"Id":"x"}',
      '{"Id":"x","\u{1f680}":2,"\uffff":1}',
    ],
    ['lists in their own order', '{"Id":"x","l":[3,1,2]}', '{"Id":"x","l":[3,1,2]}'],
    ['no white space', '{ "Id" : "x" }', '{"Id":"x"}'],
    // The example of RFC 8785, section 3.2.2.
    [
      'numbers in their shortest form',
      '{"Id":"x","n":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001]}',
      '{"Id":"x","n":[333333333.3333333,1e+30,4.5,0.002,1e-27]}',
    ],
    ['minus zero as zero', '{"Id":"x","n":-0}', '{"Id":"x","n":0}'],
    [
      'text with the least escapes',
      '{"Id":"\\u20ac$\\u000f\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/"}',
      '{"Id":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    ],
    [
      '__proto__ as a property like any other',
      '{"Id":"__proto__","__proto__":{"b":1,"__proto__":null}}',
      '{"Id":"__proto__","__proto__":{"__proto__":null,"b":1}}',
    ],
    [
      'names of methods as properties like any other',
      '{"toJSON":1,"Id":"x","constructor":2,"map":3}',
      '{"Id":"x","constructor":2,"map":3,"toJSON":1}',
    ],
  ])('writes %s', (_, json, canonical) => {
    expect(canonicalOf(json)).toBe(canonical);
  });

  test('loses nothing: the canonical form reads back as the record', () => {
    const json = '{"Id":"x","__proto__":{"a":[null,true,"\\u0000"]},"0":1.5}';
    expect(JSON.parse(canonicalOf(json) ?? '')).toEqual(record(json));
  });

  test('adds the SHA-256 of the canonical form as UTF-8', () => {
    // printf '{"Id":"€"}' | sha256sum
    expect(transformRecords([{ Id: '€' }])).toEqual([
      { Canonical: '{"Id":"€"}', Sha256: '19ecc3517f7cf3ed3c5a386d1d5058ee38af6d15c660ce6decd3c90637a53926' },
    ]);
  });

  test('gives records in another order of properties the same hash', () => {
    const [left, right] = transformRecords([record('{"Id":"x","a":1}'), record('{"a":1,"Id":"x"}')]);
    expect(left).toEqual(right);
  });

  test.each([
    ['half a surrogate pair', { Id: 'x', a: '\ud800' }],
    ['half a surrogate pair in a name', { Id: 'x', '\udc00': 1 }],
    ['a number that is not finite', { Id: 'x', a: Number.POSITIVE_INFINITY }],
  ])('throws nothing but InvalidTransaction: %s', (_, invalid) => {
    expect(() => transformRecords([invalid])).toThrow(
      expect.objectContaining({
        name: 'InvalidTransaction',
        message: expect.stringContaining('the record "x" has no canonical form'),
        cause: expect.any(Error),
      }),
    );
  });
});
