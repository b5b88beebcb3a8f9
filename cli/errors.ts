import { EXIT, type ExitCode } from './exit-code.ts';

/** An end that is expected: told in one sentence, without a stack. */
export class CliError extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.exitCode = exitCode;
  }
}

/** The arguments or the input are for the user to mend. */
export class UsageError extends CliError {
  constructor(message: string, options?: ErrorOptions) {
    super(EXIT.usage, message, options);
  }
}

/** All is well with the call, but there is nothing that it could do. */
export class NothingToDo extends CliError {
  constructor(message: string, options?: ErrorOptions) {
    super(EXIT.failed, message, options);
  }
}

/** AWS, or the embedded cloud, said no or nothing. */
export class Refused extends CliError {
  constructor(message: string, options?: ErrorOptions) {
    super(EXIT.refused, message, options);
  }
}

export class Interrupted extends CliError {
  constructor(message: string, options?: ErrorOptions) {
    super(EXIT.interrupted, message, options);
  }
}
