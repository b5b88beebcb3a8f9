import { ATTRIBUTE } from '../../contract/saga.ts';
import type { SagaRecord } from './record.ts';
import { readAttributes, type Table } from './table.ts';

/** A record, as far as it says whose it is, how it stands, and with which steps its owner began. */
export interface OwnedRecord extends SagaRecord {
  readonly Saga?: readonly string[];
}

/**
 * Reads who owns a record.
 *
 * @throws TransientError when it may be tried again
 */
export async function readOwner(table: Table, transactionId: string): Promise<OwnedRecord | undefined> {
  const { executionId, status, closedAt, saga } = ATTRIBUTE;
  const record = await readAttributes(table, transactionId, [executionId, status, closedAt, saga]);
  return record as OwnedRecord | undefined;
}
