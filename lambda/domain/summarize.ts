import { createHash } from 'node:crypto';
import type { TransformedRecord } from './transform.ts';

export interface Summary {
  readonly Count: number;
  /** SHA-256 over the records' hex digests, one after the other in order and with nothing between, as hex. */
  readonly Digest: string;
}

/** A digest of digests: who holds the hashes alone can check it, without the records. */
export function summarize(records: readonly TransformedRecord[]): Summary {
  const hash = createHash('sha256');
  for (const { Sha256 } of records) hash.update(Sha256, 'ascii');
  return { Count: records.length, Digest: hash.digest('hex') };
}
