import { describe, isObject } from '../../contract/describe.ts';
import { ConfigurationError } from '../configuration-error.ts';

/** How one setting is read. Values from the command line (`-c name=value`) are strings, those from cdk.json may be. */
export interface Parser<Value> {
  /** Completes the sentence "… has to be". */
  readonly allowed: string;
  /**
   * The value, or nothing where this is not one.
   *
   * @throws ConfigurationError, when only a part of it is wrong
   */
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

export function oneOf<const Value extends number | string>(values: readonly Value[]): Parser<Value> {
  return {
    allowed: `one of ${values.join(', ')}`,
    parse: (value) => values.find((one) => one === (typeof one === 'number' ? toNumber(value) : value)),
  };
}

/** A list of texts; from the command line it is JSON text, or the texts with commas between them. */
export function listOf(element: Parser<string>): Parser<readonly string[]> {
  return {
    allowed: `a list, each of which is ${element.allowed}`,
    parse: (value) => {
      const list = typeof value === 'string' ? (parseJson(value) ?? splitAtCommas(value)) : value;
      if (!Array.isArray(list)) return undefined;
      const parsed = list.map((one) => element.parse(one)).filter((one) => one !== undefined);
      return parsed.length === list.length ? parsed : undefined;
    },
  };
}

function splitAtCommas(text: string): string[] {
  return text === '' ? [] : text.split(',').map((one) => one.trim());
}

/** An object; from the command line it is JSON text. */
export function jsonObject(value: unknown): Record<string, unknown> | undefined {
  const object = typeof value === 'string' ? parseJson(value) : value;
  return isObject(object) ? object : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON, so not an object: the caller says so, and shows the text.
    return undefined;
  }
}

/**
 * @param typed what stands after `-c` on the command line, where it is not the name
 * @throws ConfigurationError saying what, got, allowed, do
 */
export function parseWith<Value>(parser: Parser<Value>, name: string, value: unknown, typed = name): Value {
  const parsed = parser.parse(value);
  if (parsed !== undefined) return parsed;
  throw new ConfigurationError(
    `the setting ${name} is ${describe(value)}, but has to be ${parser.allowed}: correct it in cdk.json, or where you type -c ${typed}=…`,
  );
}

/** Digits only: `1e3`, ` 7 ` and the empty string are more likely a slip than a number. */
function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
