import { describe } from '../../contract/describe.ts';

/** Reads variables one by one and remembers what is wrong, so that all of it can be said at once. */
export class EnvironmentReader {
  readonly problems: string[] = [];
  readonly #env: NodeJS.ProcessEnv;

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  /** The value, or nothing where the variable is not set or empty. */
  optional(name: string): string | undefined {
    const value = this.#env[name];
    return value === '' ? undefined : value;
  }

  /** @param remedy completes the sentence "… but has to be <allowed>: " */
  required(name: string, pattern: RegExp, allowed: string, remedy: string): string {
    const value = this.#env[name] ?? '';
    if (!pattern.test(value)) this.#refuse(name, `${allowed}: ${remedy}`);
    return value;
  }

  /** Digits only: `1e3` and ` 7 ` are more likely a slip than a number. */
  wholeNumber(name: string, { min, max, otherwise }: { min: number; max: number; otherwise: number }): number {
    const value = this.optional(name);
    if (value === undefined) return otherwise;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= min && number <= max)) {
      this.#refuse(name, `a whole number from ${min} to ${max}: leave it out for ${otherwise}`);
    }
    return number;
  }

  oneOf<const Value extends string>(name: string, values: readonly Value[], otherwise: Value): Value {
    const value = this.optional(name);
    if (value === undefined) return otherwise;
    const known = values.find((one) => one === value.toLowerCase());
    if (known === undefined) this.#refuse(name, `one of ${values.join(', ')}: leave it out for ${otherwise}`);
    return known ?? otherwise;
  }

  #refuse(name: string, allowed: string): void {
    this.problems.push(`${name} is ${describe(this.#env[name])}, but has to be ${allowed}`);
  }
}
