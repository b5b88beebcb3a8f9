import { describe, isObject } from '../../contract/describe.ts';

/** Each takes a string. */
const TEXT_MATCHERS = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard', 'cidr'];
const TEXT_EXCLUSIONS = ['prefix', 'suffix', 'wildcard'];
const MATCHERS = [...TEXT_MATCHERS, 'anything-but', 'exists', 'numeric'];
const COMPARISONS = ['=', '<', '<=', '>', '>='];

/**
 * What of a filter policy the embedded SNS would not match as SNS does. fauxqs takes what it does not know for something
 * that no message has, and the group would get nothing; SNS itself refuses most of it.
 *
 * Where a body has a number in text, it matches the number too, and true matches the text "true": SNS tells them apart.
 *
 * @param inBody whether it is matched against the body, where names nest, or against the message's attributes
 * @returns what, got, allowed, do, or undefined where nothing is wrong
 */
export function filterPolicyProblem(policy: unknown, inBody: boolean): string | undefined {
  return objectProblem(policy, 'FilterPolicy', inBody, true);
}

function objectProblem(policy: unknown, path: string, inBody: boolean, isTop: boolean): string | undefined {
  if (!isObject(policy)) return problem(path, policy, 'an object of names to match');
  return firstProblem(Object.entries(policy), ([name, value]) => {
    const at = `${path}.${name}`;
    if (name === '$or') return isTop ? alternativesProblem(value, at, inBody) : problem(at, value, 'at the top');
    if (inBody && name.includes('.')) return problem(at, value, 'below a name without a dot');
    if (Array.isArray(value))
      return firstProblem([...value.entries()], ([n, one]) => matcherProblem(one, `${at}[${n}]`));
    if (!inBody || !isObject(value)) return problem(at, value, 'a list of what it may be');
    const matcher = Object.keys(value).find((key) => MATCHERS.includes(key));
    return matcher === undefined ? objectProblem(value, at, inBody, false) : problem(at, value, 'in a list');
  });
}

function alternativesProblem(value: unknown, path: string, inBody: boolean): string | undefined {
  if (!Array.isArray(value)) return problem(path, value, 'a list of policies');
  return firstProblem([...value.entries()], ([n, one]) => objectProblem(one, `${path}[${n}]`, inBody, false));
}

function matcherProblem(matcher: unknown, path: string): string | undefined {
  if (['string', 'number', 'boolean'].includes(typeof matcher)) return undefined;
  const [entry, ...others] = isObject(matcher) ? Object.entries(matcher) : [];
  if (entry !== undefined && others.length === 0 && isMatcher(...entry)) return undefined;
  return problem(path, matcher, `a string, a number, a boolean, or one matcher of ${MATCHERS.join(', ')}`);
}

function isMatcher(name: string, value: unknown): boolean {
  if (TEXT_MATCHERS.includes(name)) return typeof value === 'string';
  if (name === 'exists') return typeof value === 'boolean';
  if (name === 'numeric') return isComparison(value);
  return name === 'anything-but' && isExclusion(value);
}

function isComparison(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0 || value.length % 2 !== 0) return false;
  return value.every((one, at) => (at % 2 === 0 ? COMPARISONS.includes(one) : typeof one === 'number'));
}

function isExclusion(value: unknown): boolean {
  const isPlain = (one: unknown) => typeof one === 'string' || typeof one === 'number';
  if (!isObject(value)) return [value].flat().every(isPlain);
  const [entry, ...others] = Object.entries(value);
  return (
    entry !== undefined && others.length === 0 && TEXT_EXCLUSIONS.includes(entry[0]) && typeof entry[1] === 'string'
  );
}

function firstProblem<T>(all: readonly T[], check: (one: T) => string | undefined): string | undefined {
  for (const one of all) {
    const found = check(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

function problem(path: string, got: unknown, allowed: string): string {
  return `${path} is ${describe(got)}, but has to be ${allowed} for the embedded SNS to match it as SNS does: change the policy`;
}
