import { describe, expect, test } from '@jest/globals';
import { MAX_RECORD_DEPTH, MAX_RECORDS, MAX_RECORDS_BYTES, parseRecords } from '../../contract/records.ts';

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
const numbered = (count: number) => Array.from({ length: count }, (_, index) => ({ Id: `${index}` }));

function refusal(value: unknown): string {
  try {
    parseRecords(value);
  } catch (error) {
    expect(error).toMatchObject({ name: 'InvalidTransaction' });
    return (error as Error).message;
  }
  return 'taken';
}

function ofBytes(bytes: number, fill = 'x'): object[] {
  const records = [{ Id: 'a', Data: '' }];
  const size = Buffer.byteLength(fill);
  const room = bytes - bytesOf(records);
  return [{ Id: 'a', Data: fill.repeat(Math.floor(room / size)) + 'x'.repeat(room % size) }];
}

/** A record of so many levels, the record itself included. */
const nested = (levels: number, inner: (child: unknown) => unknown) => {
  let value: unknown = inner(1);
  for (let level = 2; level < levels; level += 1) value = inner(value);
  return [{ Id: 'a', value }];
};

describe('parseRecords', () => {
  test('gives the records as they are, in their order', () => {
    const records = [{ Id: 'b', any: { thing: [1, null, true] } }, { Id: 'a' }];
    expect(parseRecords(records)).toBe(records);
  });

  test('takes no records, and an Id of nothing', () => {
    expect(parseRecords([])).toEqual([]);
    expect(parseRecords([{ Id: '' }])).toEqual([{ Id: '' }]);
  });

  test.each([
    [
      undefined,
      'Records is nothing, but has to be a list of JSON objects, each with a string Id: leave it out for the sample data',
    ],
    [{ Id: 'a' }, 'Records is an object with Id, but has to be a list'],
    ['a', 'Records is "a", but has to be a list'],
    [[1], 'Records[0] is the number 1, but has to be an object with a string Id'],
    [[{ Id: 'a' }, null], 'Records[1] is null, but has to be an object with a string Id'],
    [[[]], 'Records[0] is a list of 0, but has to be an object'],
    [[{}], 'Records[0].Id is nothing, but has to be a string that no other record has'],
    [[{ id: 'a' }], 'Records[0].Id is nothing, but has to be a string'],
    [[{ Id: 1 }], 'Records[0].Id is the number 1, but has to be a string'],
    [
      [{ Id: 'a' }, { Id: 'b' }, { Id: 'a' }],
      'Records[2].Id is "a", as is that of Records[0], but each record needs an Id of its own',
    ],
  ])('refuses %j', (value, message) => {
    expect(refusal(value)).toContain(message);
  });

  test(`takes ${MAX_RECORDS} records and no more`, () => {
    expect(refusal(numbered(MAX_RECORDS))).toBe('taken');
    expect(refusal(numbered(MAX_RECORDS + 1))).toBe(
      'Records has 1001 records, but may have at most 1000: split the transaction',
    );
  });

  test.each(['x', 'é', '€', '🚀'])('takes 100 KiB of UTF-8 and no more: %s', (fill) => {
    const [most, tooMuch] = [ofBytes(MAX_RECORDS_BYTES, fill), ofBytes(MAX_RECORDS_BYTES + 1, fill)];
    expect([bytesOf(most), bytesOf(tooMuch)]).toEqual([102_400, 102_401]);
    expect(refusal(most)).toBe('taken');
    expect(refusal(tooMuch)).toContain('Records is 102401 bytes of JSON, but may have at most 102400 (100 KiB)');
  });

  test.each([
    ['objects', (child: unknown) => ({ child })],
    ['lists', (child: unknown) => [child]],
  ])('takes %s nested as deep as is allowed and no deeper', (_, inner) => {
    expect(refusal(nested(MAX_RECORD_DEPTH, inner))).toBe('taken');
    expect(refusal(nested(MAX_RECORD_DEPTH + 1, inner))).toBe('Records[0] is nested deeper than 64 levels: flatten it');
  });

  test('refuses a record that would overflow the stack of what recurses over it', () => {
    expect(refusal(nested(100_000, (child) => [child]))).toContain('nested deeper than 64 levels');
  });
});

describe('names of every object’s inheritance', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('are Ids like any other: %s', (Id) => {
    expect(refusal([{ Id }, { Id: 'a' }])).toBe('taken');
    expect(refusal([{ Id }, { Id }])).toContain(`Records[1].Id is "${Id}", as is that of Records[0]`);
  });

  test('are properties like any other', () => {
    const records = JSON.parse('[{"Id":"a","__proto__":{"b":1},"constructor":2}]');
    expect(JSON.stringify(parseRecords(records))).toBe('[{"Id":"a","__proto__":{"b":1},"constructor":2}]');
  });

  test('do not stand in for an Id of its own', () => {
    expect(refusal(JSON.parse('[{"__proto__":{"Id":"a"}}]'))).toContain('Records[0].Id is nothing');
  });
});

describe('what could not be kept as it came is refused', () => {
  test.each([
    ['in an Id', '{"Id":"\\ud800"}'],
    ['in text', '{"Id":"a","b":{"c":["\\udc00"]}}'],
    ['in the wrong order', '{"Id":"a","b":"\\udc00\\ud800"}'],
    ['in a name', '{"Id":"a","\\ud800":1}'],
  ])('half a surrogate pair %s', (_, json) => {
    expect(refusal([JSON.parse(json)])).toMatch(/^Records\[0\] has half a surrogate pair in or under .*Unicode: mend/);
  });

  test('but a whole pair is text like any other', () => {
    expect(refusal([{ Id: '🚀', '🚀': '🚀' }])).toBe('taken');
  });

  test.each(['9007199254740992', '-9007199254740993', '12345678901234567890', '1e400', '-1e400'])(
    'a number whose last digits are lost: %s',
    (digits) => {
      expect(refusal(JSON.parse(`[{"Id":"a","n":[${digits}]}]`))).toMatch(
        /^Records\[0\] has the number .* in or under "0", but a number beyond ±9007199254740991 loses digits: send it/,
      );
    },
  );

  test.each(['9007199254740991', '-9007199254740991', '-0', '0.1', '1e21', '1.7976931348623157e308', '5e-324'])(
    'but %s is a number like any other',
    (digits) => {
      expect(refusal(JSON.parse(`[{"Id":"a","n":${digits}}]`))).toBe('taken');
    },
  );
});
