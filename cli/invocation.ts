import type { Command } from 'commander';
import { type Connection, type ConnectionOptions, connect } from './connection.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

/** One call of the program: what its command gets, and what it leaves. */
export class Invocation {
  readonly terminal: Terminal;
  exitCode: ExitCode = EXIT.done;
  /** Where the embedded cloud was asked, for the words of an error. @default - AWS was */
  endpoint: string | undefined;

  constructor(terminal: Terminal) {
    this.terminal = terminal;
  }

  /** The clients for what the command line says. */
  connect(command: Command): Connection {
    const connection = connect(command.optsWithGlobals<ConnectionOptions>(), this.terminal);
    this.endpoint = connection.endpoint;
    return connection;
  }

  print(text: string): void {
    this.terminal.stdout.write(`${text}\n`);
  }

  printJson(value: unknown): void {
    this.print(JSON.stringify(value));
  }

  /** For what is no result: it must not get into a pipe. */
  note(text: string): void {
    this.terminal.stderr.write(`${text}\n`);
  }
}
