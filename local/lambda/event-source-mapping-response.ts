import { describe, isObject } from '../../contract/describe.ts';

/** Which messages of a batch come again. */
export type BatchOutcome = { readonly failed: ReadonlySet<string> } | { readonly invalid: string };

/**
 * Reads the answer of a function with ReportBatchItemFailures. Nothing, `{}`, and a list that is empty or null mean that all is
 * done. Anything that names no message of the batch fails all of it, as AWS documents: an identifier that is empty, null or
 * unknown, or stands under another key.
 */
export function readBatchResponse(answer: unknown, messageIds: readonly string[]): BatchOutcome {
  if (answer === null || answer === undefined) return { failed: new Set() };
  if (!isObject(answer)) return { invalid: `the answer is ${describe(answer)}, but has to be an object` };
  const failures = answer.batchItemFailures ?? [];
  if (!Array.isArray(failures)) {
    return { invalid: `batchItemFailures is ${describe(failures)}, but has to be a list` };
  }
  const identifiers = failures.map((failure) => (isObject(failure) ? failure.itemIdentifier : undefined));
  const known = new Set<unknown>(messageIds);
  const unknown = identifiers.findIndex((identifier) => !known.has(identifier));
  if (unknown === -1) return { failed: new Set(identifiers as string[]) };
  return {
    invalid: `batchItemFailures[${unknown}].itemIdentifier is ${describe(identifiers[unknown])}, but has to be the messageId of a message of the batch`,
  };
}
