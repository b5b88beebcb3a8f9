/** Something in the arguments, the input file or around the process: told in one sentence, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const USAGE = 2;
const FAILURE = 1;

/** Says what went wrong on standard error: a sentence where it is for the user to mend, else the whole stack. Returns the exit code. */
export function reportFailure(error: unknown): number {
  const isUsage = error instanceof UsageError;
  process.stderr.write(`${isUsage ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  return isUsage ? USAGE : FAILURE;
}
