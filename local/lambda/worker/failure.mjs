import { types } from 'node:util';

/** An error of the Lambda runtime itself, with the name that AWS gives it. */
export class RuntimeError extends Error {
  /**
   * @param {string} name
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(name, message, options) {
    super(message, options);
    this.name = `Runtime.${name}`;
  }

  /**
   * With the stack of the cause, which says where in the function it happened.
   *
   * @param {string} name
   * @param {Error} cause
   */
  static of(name, cause) {
    const error = new RuntimeError(name, String(cause), { cause });
    error.stack = cause.stack;
    return error;
  }
}

/**
 * What Lambda answers for what a function threw, which need not be an error.
 *
 * @param {unknown} thrown
 * @returns {import('../invoker.ts').FunctionError}
 */
export function failureOf(thrown) {
  try {
    if (thrown instanceof Error || types.isNativeError(thrown)) {
      return { errorType: thrown.name, errorMessage: thrown.message, trace: thrown.stack?.split('\n') ?? [] };
    }
    return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  } catch (unreadable) {
    // A getter or toString of the thrown value threw in its turn.
    return { errorType: 'handled', errorMessage: `the error cannot be read: ${typeof unreadable}`, trace: [] };
  }
}
