import { describe } from '../../../../contract/describe.ts';
import { StateError } from '../../errors.ts';

/** An intrinsic function: how many arguments it takes, and what it makes of them. */
export interface Intrinsic {
  readonly arity: readonly [min: number, max: number];
  readonly run: (...args: readonly never[]) => unknown;
}

/** States.IntrinsicFailure: an argument that a function cannot take. States.ALL catches it. */
export function intrinsicFailure(message: string, cause?: unknown): StateError {
  return new StateError('States.IntrinsicFailure', message, { cause });
}

type Kind = 'array' | 'object' | 'string' | 'number' | 'integer' | 'boolean';

/** Hands an argument back when it is of the kind that a function needs. */
export function need<T>(value: unknown, kind: Kind, what: string): T {
  if (is(value, kind)) return value as T;
  throw intrinsicFailure(`${what} has to be of type ${kind}, but is ${describe(value)}`);
}

function is(value: unknown, kind: Kind): boolean {
  if (kind === 'array') return Array.isArray(value);
  if (kind === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (kind === 'integer') return Number.isInteger(value);
  return typeof value === kind;
}

/** AWS hashes, encodes and decodes at most so many characters. */
const MAX_CHARACTERS = 10_000;

export function needText(value: unknown, what: string): string {
  const text = need<string>(value, 'string', what);
  if (text.length <= MAX_CHARACTERS) return text;
  throw intrinsicFailure(`${what} has ${text.length} characters, but may have at most ${MAX_CHARACTERS}`);
}
