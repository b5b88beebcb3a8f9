import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { describe } from '../../contract/describe.ts';
import { InvalidTransaction } from '../../contract/errors.ts';
import type { TransactionRecord } from '../../contract/records.ts';

/** A record as it can be compared and signed. */
export interface TransformedRecord {
  /** The record as JSON in canonical form (RFC 8785): properties in order, numbers in their shortest form, `-0` as `0`. */
  readonly Canonical: string;
  /** SHA-256 of the canonical form's UTF-8, as 64 lower-case hex digits. */
  readonly Sha256: string;
}

/** @throws InvalidTransaction for a record without a canonical form; `parseRecords` lets none of them in */
export function transformRecords(records: readonly TransactionRecord[]): readonly TransformedRecord[] {
  return records.map((record) => {
    const canonical = toCanonical(record);
    return { Canonical: canonical, Sha256: createHash('sha256').update(canonical, 'utf8').digest('hex') };
  });
}

function toCanonical(record: TransactionRecord): string {
  try {
    // The library's answer is undefined for undefined alone.
    return canonicalize(record) ?? '';
  } catch (cause) {
    throw new InvalidTransaction(
      `the record ${describe(record.Id)} has no canonical form (RFC 8785), but numbers have to be finite and text has to be Unicode: mend the record`,
      { cause },
    );
  }
}
