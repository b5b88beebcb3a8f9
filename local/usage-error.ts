/** Something in the arguments, the input file or around the process: told in one sentence, without a stack. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}

const USAGE = 2;
const FAILURE = 1;

/** Errors that a user mends, a setting or a template for one: by name, as the application's own are out of reach here. */
const FOR_THE_USER = ['UsageError', 'ConfigurationError', 'ValidationFailedWithErrors', 'TemplateError'];

/**
 * Says what went wrong on standard error: a sentence where it is for the user to mend, else the whole stack.
 *
 * @returns the exit code
 */
export function reportFailure(error: unknown): number {
  const isUsage = error instanceof Error && FOR_THE_USER.includes(error.name);
  process.stderr.write(`${isUsage ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  return isUsage ? USAGE : FAILURE;
}
