import { describe, isObject } from './describe.ts';
import { InvalidTransaction } from './errors.ts';

/** One record of a transaction: any JSON object with an `Id` of its own. */
export interface TransactionRecord {
  readonly Id: string;
  readonly [property: string]: unknown;
}

export const MAX_RECORDS = 1_000;
/** UTF-8 bytes of all records as JSON. Process and transform keep them both, which has to fit an item of 400 KB. */
export const MAX_RECORDS_BYTES = 100 * 1024;
/** Levels of lists and objects within a record; what recurses over a record stays far from the end of the stack. */
export const MAX_RECORD_DEPTH = 64;

/**
 * Checks the records: their shapes, their number, their size, that no two share an `Id`.
 *
 * @throws InvalidTransaction saying what, got, allowed
 */
export function parseRecords(value: unknown): readonly TransactionRecord[] {
  if (!Array.isArray(value)) {
    throw new InvalidTransaction(
      `Records is ${describe(value)}, but has to be a list of JSON objects, each with a string Id: leave it out for the sample data`,
    );
  }
  if (value.length > MAX_RECORDS) {
    throw new InvalidTransaction(
      `Records has ${value.length} records, but may have at most ${MAX_RECORDS}: split the transaction`,
    );
  }
  const seen = new Map<string, number>();
  value.forEach((record: unknown, index) => {
    if (!isObject(record))
      throw new InvalidTransaction(
        `Records[${index}] is ${describe(record)}, but has to be an object with a string Id`,
      );
    if (typeof record.Id !== 'string') {
      throw new InvalidTransaction(
        `Records[${index}].Id is ${describe(record.Id)}, but has to be a string that no other record has`,
      );
    }
    const earlier = seen.get(record.Id);
    if (earlier !== undefined) {
      throw new InvalidTransaction(
        `Records[${index}].Id is ${describe(record.Id)}, as is that of Records[${earlier}], but each record needs an Id of its own`,
      );
    }
    seen.set(record.Id, index);
    const flaw = flawOf(record);
    if (flaw !== undefined) throw new InvalidTransaction(`Records[${index}] ${flaw}`);
  });
  const bytes = new TextEncoder().encode(JSON.stringify(value)).length;
  if (bytes > MAX_RECORDS_BYTES) {
    throw new InvalidTransaction(
      `Records is ${bytes} bytes of JSON, but may have at most ${MAX_RECORDS_BYTES} (100 KiB): split the transaction, or keep the data elsewhere and send where it is`,
    );
  }
  return value as readonly TransactionRecord[];
}

/**
 * What could not be kept as it came, which is refused before anything is written. Level by level, not by recursion: the
 * input decides how deep it is.
 */
function flawOf(record: object): string | undefined {
  let level: object[] = [record];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MAX_RECORD_DEPTH) return `is nested deeper than ${MAX_RECORD_DEPTH} levels: flatten it`;
    const next: object[] = [];
    for (const [name, child] of level.flatMap((node) => Object.entries(node) as [string, unknown][])) {
      if (!name.isWellFormed() || (typeof child === 'string' && !child.isWellFormed())) {
        return `has half a surrogate pair in or under ${describe(name)}, but text has to be Unicode: mend or encode it`;
      }
      if (typeof child === 'number' && !keepsDigits(child)) {
        return `has ${describe(child)} in or under ${describe(name)}, but a number beyond ±${Number.MAX_SAFE_INTEGER} loses digits: send it as a string`;
      }
      if (typeof child === 'object' && child !== null) next.push(child);
    }
    level = next;
  }
  return undefined;
}

/**
 * JSON's numbers are read as doubles. An integer that is written in digits, as ids are, would change beyond 2^53 without a
 * word; from 1e21 on a number is written with an exponent, and nobody counts on its last digit. 1e400 is read as Infinity.
 */
function keepsDigits(value: number): boolean {
  const magnitude = Math.abs(value);
  if (!Number.isInteger(value)) return Number.isFinite(value);
  return magnitude <= Number.MAX_SAFE_INTEGER || magnitude >= 1e21;
}
