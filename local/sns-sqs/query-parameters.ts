import { isObject } from '../../contract/describe.ts';
import type { Parameters } from '../http/aws-json.ts';
import type { QueryParameters } from '../http/aws-query.ts';

/**
 * A request to SNS as its Query protocol writes it: `{ Attributes: { FifoTopic: 'true' } }` is
 * `Attributes.entry.1.key=FifoTopic&Attributes.entry.1.value=true`.
 */
export function toQuery(action: string, parameters: Parameters): QueryParameters {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return { Action: action, ...Object.fromEntries(given.flatMap(([name, value]) => flatten(name, value))) };
}

function flatten(name: string, value: unknown): [string, string][] {
  if (!isObject(value)) return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, child], at) => {
    const entry = `${name}.entry.${at + 1}`;
    if (!isObject(child)) {
      return [[`${entry}.key`, key] as [string, string], [`${entry}.value`, String(child)] as [string, string]];
    }
    const members = Object.entries(child).map(([member, text]): [string, string] => [
      `${entry}.Value.${member}`,
      String(text),
    ]);
    return [[`${entry}.Name`, key] as [string, string], ...members];
  });
}

/** The map of that name: `Attributes.entry.1.key` and `.value`, and so on. */
export function queryMap(parameters: QueryParameters, name: string): Record<string, string> {
  const keys = Object.entries(parameters).filter(
    ([path]) => path.startsWith(`${name}.entry.`) && path.endsWith('.key'),
  );
  return Object.fromEntries(keys.map(([path, key]) => [key, parameters[path.replace(/key$/, 'value')] ?? '']));
}

/** What its path says without numbers: `PublishBatchRequestEntries.Message` */
export function plainPath(path: string): string {
  return path.replace(/\.(?:member|entry)\.\d+/g, '');
}

const ENTRY = /^PublishBatchRequestEntries\.member\.\d+\./;

/** What stands before the parameters of each message: nothing for Publish, for PublishBatch an entry. */
export function messagePrefixes(parameters: QueryParameters): readonly string[] {
  if (parameters.Action === 'Publish') return [''];
  if (parameters.Action !== 'PublishBatch') return [];
  return [...new Set(Object.keys(parameters).flatMap((path) => ENTRY.exec(path)?.[0] ?? []))];
}
