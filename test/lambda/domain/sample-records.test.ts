import { expect, test } from '@jest/globals';
import { recordsOf } from '../../../lambda/domain/sample-records.ts';

test('a transaction without records is given the sample', () => {
  expect(recordsOf({ TransactionId: '1' })).toEqual([{ Id: 'Sample', Data: 'Sample data' }]);
});

test('a transaction with records keeps them', () => {
  const Records = [{ Id: 'a' }];
  expect(recordsOf({ TransactionId: '1', Records })).toBe(Records);
});

test('an empty list of records stays empty', () => {
  expect(recordsOf({ TransactionId: '1', Records: [] })).toEqual([]);
});
