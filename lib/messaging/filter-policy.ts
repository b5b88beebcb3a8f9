import { describe, isObject } from '../../contract/describe.ts';

/**
 * Which messages a group gets, in the syntax of Amazon SNS, matched against the message's body:
 * `{ "TransactionDetails": { "TransactionId": [{ "prefix": "eu-" }] } }`. All names have to match, of a list one entry.
 */
export interface FilterPolicy {
  readonly [name: string]: FilterPolicy | readonly FilterCondition[];
}

/** A value to be equal to, or a matcher such as `{ "prefix": "eu-" }`. */
export type FilterCondition = string | number | boolean | null | { readonly [matcher: string]: unknown };

/** Quotas of Amazon SNS: names at the top of a policy, and values of all lists, times how deep they stand, multiplied. */
const MAX_NAMES = 5;
const MAX_COMBINATIONS = 150;

/**
 * What is wrong with a filter policy, as far as its shape goes: matchers are for SNS to judge, which learns new ones. SNS
 * refuses the rest as well, in the middle of a deployment.
 *
 * @returns what, got, allowed, do, or nothing where nothing is wrong
 */
export function filterPolicyFlaw(policy: unknown, name = 'filterPolicy'): string | undefined {
  const flaw = shapeFlaw(policy, name);
  if (flaw !== undefined) return flaw;
  const checked = policy as FilterPolicy;
  const names = Object.keys(checked).length;
  if (names > MAX_NAMES) {
    return `${name} has ${names} names, but may have at most ${MAX_NAMES}: filter on fewer, the group skips the rest`;
  }
  const combinations = combinationsOf(checked, 1);
  if (combinations > MAX_COMBINATIONS) {
    return `${name} has ${combinations} combinations of values, but may have at most ${MAX_COMBINATIONS}, the numbers of values times how deep they stand multiplied: list fewer`;
  }
  return undefined;
}

function shapeFlaw(policy: unknown, path: string): string | undefined {
  if (!isObject(policy) || Object.keys(policy).length === 0) {
    return `${path} is ${describe(policy)}, but has to be an object of names to match such as { "TransactionId": [{ "prefix": "eu-" }] }: correct it, or leave out the policy for every message`;
  }
  for (const [name, value] of Object.entries(policy)) {
    const flaw = Array.isArray(value) ? listFlaw(value, `${path}.${name}`) : nestedFlaw(value, `${path}.${name}`);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

function nestedFlaw(value: unknown, path: string): string | undefined {
  if (isObject(value)) return shapeFlaw(value, path);
  return `${path} is ${describe(value)}, but has to be a list of what it may be, or an object of names below it: put it in brackets`;
}

function listFlaw(list: readonly unknown[], path: string): string | undefined {
  if (list.length === 0) return `${path} is an empty list, which nothing matches: list what it may be`;
  const wrong = list.findIndex((one) => Array.isArray(one));
  if (wrong === -1) return undefined;
  return `${path}[${wrong}] is ${describe(list[wrong])}, but has to be a value or a matcher such as { "prefix": "eu-" }: take it out of its brackets`;
}

function combinationsOf(policy: FilterPolicy, depth: number): number {
  return Object.values(policy)
    .map((value) => (isList(value) ? value.length * depth : combinationsOf(value, depth + 1)))
    .reduce((product, count) => product * count, 1);
}

/** `Array.isArray` does not narrow a readonly list. */
export function isList(value: FilterPolicy[string]): value is readonly FilterCondition[] {
  return Array.isArray(value);
}
