import { AwsError, type Parameters } from '../../http/aws-json.ts';
import { optionalNumber, optionalString, validationException } from './parameters.ts';

const DEFAULT_RESULTS = 100;
const MAX_RESULTS = 1000;

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

/**
 * One page of a list. A token names the last item of the page before, not a place in the list: what is added meanwhile
 * neither repeats nor hides an item.
 *
 * @param keyOf a whole number that falls, or rises, all along the list
 */
export function page<T>(items: readonly T[], keyOf: (item: T) => number, parameters: Parameters): Page<T> {
  const size = maxResults(parameters);
  const token = optionalString(parameters, 'nextToken');
  const rest = token === undefined ? items : after(items, keyOf, keyIn(token));
  const taken = rest.slice(0, size);
  const last = taken.at(-1);
  return { items: taken, ...(rest.length > size && last !== undefined && { nextToken: tokenFor(keyOf(last)) }) };
}

function after<T>(items: readonly T[], keyOf: (item: T) => number, key: number): readonly T[] {
  const [first] = items;
  const last = items.at(-1);
  if (first === undefined || last === undefined) return items;
  const falls = keyOf(first) > keyOf(last);
  return items.filter((item) => (falls ? keyOf(item) < key : keyOf(item) > key));
}

function maxResults(parameters: Parameters): number {
  const value = optionalNumber(parameters, 'maxResults') ?? 0;
  if (!Number.isInteger(value) || value < 0)
    throw validationException(`'${value}'`, 'maxResults', 'Member must have value greater than or equal to 0');
  if (value > MAX_RESULTS)
    throw validationException(
      `'${value}'`,
      'maxResults',
      `Member must have value less than or equal to ${MAX_RESULTS}`,
    );
  return value || DEFAULT_RESULTS;
}

function tokenFor(key: number): string {
  return Buffer.from(`after:${key}`).toString('base64url');
}

function keyIn(token: string): number {
  const key = /^after:(\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (key === undefined) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
  return Number(key);
}
