import { describe } from '../../../contract/describe.ts';
import type { Scope } from '../scope.ts';

/** What an intrinsic function makes of its argument, which is not yet resolved: Fn::If must not touch its other branch. */
export type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/** @throws TemplateError when the argument is no list of such a length */
export function listOf(what: string, argument: unknown, lengths: readonly number[], scope: Scope): readonly unknown[] {
  if (Array.isArray(argument) && (lengths.length === 0 || lengths.includes(argument.length))) return argument;
  const allowed = lengths.length === 0 ? 'a list' : `a list of ${lengths.join(' or ')}`;
  return scope.fail(`${what} is ${describe(argument)}, but has to be ${allowed}`);
}

/** Numbers and booleans become text, as in CloudFormation; anything else that is no text is refused. */
export function textOf(what: string, value: unknown, scope: Scope): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return scope.fail(`${what} is ${describe(value)}, but has to be a string`);
}
