import { describe } from '../../contract/describe.ts';
import { ConfigurationError } from '../configuration-error.ts';

/** How one setting is read. Values from the command line (`-c name=value`) are strings, those from cdk.json may be. */
export interface Parser<Value> {
  /** Completes the sentence "… has to be". */
  readonly allowed: string;
  /** The value, or nothing where this is not one. */
  readonly parse: (value: unknown) => Value | undefined;
}

export const boolean: Parser<boolean> = {
  allowed: 'true or false',
  parse: (value) =>
    value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined,
};

export function text(pattern: RegExp, allowed: string): Parser<string> {
  return { allowed, parse: (value) => (typeof value === 'string' && pattern.test(value) ? value : undefined) };
}

export function wholeNumber(min: number, max: number): Parser<number> {
  return {
    allowed: `a whole number from ${min} to ${max}`,
    parse: (value) => {
      const number = toNumber(value);
      return number !== undefined && number >= min && number <= max ? number : undefined;
    },
  };
}

export function oneOf<const Value extends number>(values: readonly Value[]): Parser<Value> {
  return { allowed: `one of ${values.join(', ')}`, parse: (value) => values.find((one) => one === toNumber(value)) };
}

/** @throws ConfigurationError saying what, got, allowed, do */
export function parseWith<Value>(parser: Parser<Value>, name: string, value: unknown): Value {
  const parsed = parser.parse(value);
  if (parsed !== undefined) return parsed;
  throw new ConfigurationError(
    `the setting ${name} is ${describe(value)}, but has to be ${parser.allowed}: correct it in cdk.json, or where you type -c ${name}=…`,
  );
}

/** Digits only: `1e3`, ` 7 ` and the empty string are more likely a slip than a number. */
function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
