import { describe, expect, test } from '@jest/globals';
import { processRecords } from '../../../lambda/domain/process.ts';

const ids = (...list: string[]) => list.map((Id) => ({ Id }));

describe('processRecords', () => {
  test('puts records in order of their Ids by UTF-16 code unit, not by locale or number', () => {
    const records = ids('b', 'a', '10', '9', 'B', 'é', '', '__proto__', '\u{1f680}', '\uffff');
    expect(processRecords(records)).toEqual(ids('', '10', '9', 'B', '__proto__', 'a', 'b', 'é', '\u{1f680}', '\uffff'));
  });

  test('keeps each record as it is', () => {
    const record = { Id: 'a', Nested: { List: [1, null] } };
    expect(processRecords([record])[0]).toBe(record);
  });

  test('leaves the list that it is given in its order', () => {
    const records = ids('b', 'a');
    processRecords(records);
    expect(records).toEqual(ids('b', 'a'));
  });

  test('gives no records for none', () => {
    expect(processRecords([])).toEqual([]);
  });
});
