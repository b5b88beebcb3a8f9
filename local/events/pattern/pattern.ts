import { describe, isObject } from '../../../contract/describe.ts';
import { compileMatcher } from './matcher.ts';
import { PatternError } from './pattern-error.ts';

/** Whether an event, or a part of one, matches. */
export type Pattern = (event: unknown) => boolean;

/**
 * Makes an event pattern ready to match: every name has to match, by one of its list; of `$or`, one.
 *
 * @throws PatternError for what is not matched here as EventBridge matches it
 */
export function compilePattern(pattern: unknown, path = 'EventPattern'): Pattern {
  if (!isObject(pattern) || Object.keys(pattern).length === 0)
    throw new PatternError(`${path} is ${describe(pattern)}, but has to be an object with a name to match`);
  const parts = Object.entries(pattern).map(([name, part]): Pattern => {
    const at = `${path}.${name}`;
    if (name === '$or') return oneOf(part, at);
    const matches = compileField(part, at);
    return (event) => matches(isObject(event) && Object.hasOwn(event, name) ? event[name] : undefined);
  });
  return (event) => parts.every((matches) => matches(event));
}

function compileField(part: unknown, path: string): Pattern {
  if (!Array.isArray(part)) return ofAny(compilePattern(part, path));
  if (part.length === 0) throw new PatternError(`${path} is an empty list, which nothing matches: say what it may be`);
  const matchers = part.map((entry) => compileMatcher(entry, path));
  return ofAny((value) => matchers.some((matches) => matches(value)));
}

/** Of a list in an event, one value has to match. An empty list is as no value at all. */
function ofAny(matches: Pattern): Pattern {
  return (value) => {
    if (!Array.isArray(value)) return matches(value);
    return value.length === 0 ? matches(undefined) : value.some(matches);
  };
}

function oneOf(part: unknown, path: string): Pattern {
  if (!Array.isArray(part) || part.length < 2)
    throw new PatternError(`${path} is ${describe(part)}, but has to be a list of two patterns or more`);
  const alternatives = part.map((alternative, at) => compilePattern(alternative, `${path}[${at}]`));
  return (event) => alternatives.some((matches) => matches(event));
}
