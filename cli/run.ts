import type { ExitCode } from './exit-code.ts';
import { Invocation } from './invocation.ts';
import { createProgram } from './program.ts';
import { reportFailure } from './report-failure.ts';
import type { Terminal } from './terminal.ts';

/** Runs one command to its end. Never throws: what goes wrong is on standard error and in the exit code. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const invocation = new Invocation(terminal);
  try {
    await createProgram(invocation).parseAsync(argv, { from: 'user' });
    return invocation.exitCode;
  } catch (error) {
    return reportFailure(error, terminal, invocation.endpoint);
  }
}
