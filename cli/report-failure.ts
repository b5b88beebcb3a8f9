import { CommanderError } from 'commander';
import { InvalidTransaction } from '../contract/errors.ts';
import { explainAwsError } from './aws-error.ts';
import { CliError } from './errors.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

/**
 * Says on standard error what went wrong: a sentence where it was to be expected, the whole stack where it is a defect.
 *
 * @param endpoint where the embedded cloud was asked. @default - AWS was
 */
export function reportFailure(error: unknown, { stderr }: Pick<Terminal, 'stderr'>, endpoint?: string): ExitCode {
  // commander has said it already, or printed the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const expected = error instanceof CliError ? error : explainAwsError(error, endpoint);
  if (expected !== undefined) {
    stderr.write(`${expected.message}\n`);
    return expected.exitCode;
  }
  if (error instanceof InvalidTransaction) {
    stderr.write(`${error.message}\n`);
    return EXIT.usage;
  }
  stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return EXIT.defect;
}
