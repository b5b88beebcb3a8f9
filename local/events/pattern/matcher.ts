import { describe, isObject } from '../../../contract/describe.ts';
import { numericMatcher } from './numeric.ts';
import { PatternError } from './pattern-error.ts';

/** Whether a value of an event matches; undefined where the event has none. */
export type Matcher = (value: unknown) => boolean;

const SCALARS = ['string', 'number', 'boolean'];

/** One entry of a list of what a field may be: a value, or an object that says how to compare. @throws PatternError */
export function compileMatcher(entry: unknown, path: string): Matcher {
  if (entry === null || SCALARS.includes(typeof entry)) return (value) => value === entry;
  const [[name, operand] = ['', undefined], ...others] = isObject(entry) ? Object.entries(entry) : [];
  const compile = Object.hasOwn(COMPARISONS, name) ? COMPARISONS[name] : undefined;
  const matcher = others.length === 0 ? compile?.(operand) : undefined;
  if (matcher !== undefined) return matcher;
  throw new PatternError(
    `${path} has ${describe(entry)}, but the embedded EventBridge matches a value or one of ${Object.keys(COMPARISONS).join(', ')}`,
  );
}

type Compile = (operand: unknown) => Matcher | undefined;

/** Those of strings. */
const TEXT_COMPARISONS: Readonly<Record<string, (text: string, operand: string) => boolean>> = {
  prefix: (text, start) => text.startsWith(start),
  suffix: (text, end) => text.endsWith(end),
  'equals-ignore-case': (text, other) => text.toLowerCase() === other.toLowerCase(),
};

const COMPARISONS: Readonly<Record<string, Compile>> = {
  ...Object.fromEntries(
    Object.entries(TEXT_COMPARISONS).map(([name, compare]): [string, Compile] => [
      name,
      (operand) =>
        typeof operand === 'string' ? (value) => typeof value === 'string' && compare(value, operand) : undefined,
    ]),
  ),
  exists: (operand) => (typeof operand === 'boolean' ? (value) => (value !== undefined) === operand : undefined),
  numeric: numericMatcher,
  'anything-but': (operand) => {
    const excluded = exclusion(operand);
    return excluded && ((value) => value !== undefined && !excluded(value));
  },
};

/** What anything-but excludes: some values, or strings by a prefix, a suffix, or whatever their case. */
function exclusion(operand: unknown): Matcher | undefined {
  if (isObject(operand)) {
    const [[name, text] = ['', undefined], ...others] = Object.entries(operand);
    return others.length === 0 && name in TEXT_COMPARISONS ? COMPARISONS[name]?.(text) : undefined;
  }
  const values: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  const arePlain = values.length > 0 && values.every((value) => ['string', 'number'].includes(typeof value));
  return arePlain ? (value) => values.includes(value) : undefined;
}
