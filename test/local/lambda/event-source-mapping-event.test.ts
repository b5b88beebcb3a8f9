import { expect, test } from '@jest/globals';
import { toBatches } from '../../../local/lambda/event-source-mapping-event.ts';

const MIB = 1024 * 1024;

test('a batch has at most so many records', () => {
  expect(toBatches([{ a: 1 }, { a: 2 }, { a: 3 }], 2)).toEqual([[{ a: 1 }, { a: 2 }], [{ a: 3 }]]);
});

test('a batch has at most 6 MiB as an event, and no record is left out', () => {
  const records = Array.from({ length: 10 }, () => ({ body: 'x'.repeat(MIB) }));
  const batches = toBatches(records, 10);
  expect(batches.map(({ length }) => length)).toEqual([5, 5]);
  for (const Records of batches) expect(Buffer.byteLength(JSON.stringify({ Records }))).toBeLessThan(6 * MIB);
});

test('a batch may fill the 6 MiB', () => {
  const records = Array.from({ length: 6 }, () => ({ body: 'x'.repeat(MIB - 50) }));
  expect(toBatches(records, 10)).toHaveLength(1);
});
