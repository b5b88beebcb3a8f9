import type { TransactionRecord } from '../../contract/records.ts';
import type { TransactionDetails } from '../../contract/transaction.ts';

const SAMPLE_RECORDS: readonly TransactionRecord[] = [{ Id: 'Sample', Data: 'Sample data' }];

/** What flows through the saga: the transaction's records, or the sample where it brings none. An empty list is a list. */
export function recordsOf(details: TransactionDetails): readonly TransactionRecord[] {
  return details.Records ?? SAMPLE_RECORDS;
}
