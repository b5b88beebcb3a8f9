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
    if (!withinDepth(record, MAX_RECORD_DEPTH)) {
      throw new InvalidTransaction(`Records[${index}] is nested deeper than ${MAX_RECORD_DEPTH} levels: flatten it`);
    }
  });
  const bytes = new TextEncoder().encode(JSON.stringify(value)).length;
  if (bytes > MAX_RECORDS_BYTES) {
    throw new InvalidTransaction(
      `Records is ${bytes} bytes of JSON, but may have at most ${MAX_RECORDS_BYTES} (100 KiB): split the transaction, or keep the data elsewhere and send where it is`,
    );
  }
  return value as readonly TransactionRecord[];
}

/** Level by level, not by recursion: the input decides how deep it is. */
function withinDepth(root: object, limit: number): boolean {
  let level: object[] = [root];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > limit) return false;
    level = level.flatMap((node) =>
      Object.values(node).filter((child): child is object => typeof child === 'object' && child !== null),
    );
  }
  return true;
}
