import type { TransactionRecord } from '../../contract/records.ts';

/**
 * Puts records in order of their Ids, by UTF-16 code unit. Not by locale: the order goes into the digest, which has to come
 * out the same on every machine.
 */
export function processRecords(records: readonly TransactionRecord[]): readonly TransactionRecord[] {
  // Ids are unique, so there are no ties for the comparison to settle.
  return records.toSorted((left, right) => (left.Id < right.Id ? -1 : 1));
}
