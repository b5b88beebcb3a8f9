import { Command } from 'commander';
import { readSettings } from '../lib/settings.ts';
import { addList } from './commands/list.ts';
import { addPruneVersions } from './commands/prune-versions.ts';
import { addPublish } from './commands/publish.ts';
import { addRecover } from './commands/recover.ts';
import { addRetry } from './commands/retry.ts';
import { addStart } from './commands/start.ts';
import { addStatus } from './commands/status.ts';
import { addVersion } from './commands/version.ts';
import { LOCAL_ENDPOINT } from './connection.ts';
import type { Invocation } from './invocation.ts';
import { endpoint, stage } from './option-parsers.ts';

const HELP_WIDTH = 110;

const COMMANDS = [addPublish, addStart, addRetry, addRecover, addStatus, addList, addPruneVersions, addVersion];

/** The command line: its options, its commands in the order in which an operator meets them. */
export function createProgram(invocation: Invocation): Command {
  const { stdout, stderr } = invocation.terminal;
  const program = new Command('saga')
    .description('Publishes transactions, starts their sagas, and tells what became of them.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => stdout.columns ?? HELP_WIDTH,
      getErrHelpWidth: () => stderr.columns ?? HELP_WIDTH,
    })
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(--help says more)')
    .option('--stage <name>', 'which copy of the application', stage, readSettings({}).stage)
    .option('--local', 'on the embedded cloud (npm run local) instead of AWS')
    .option(
      '--endpoint <url>',
      `where the embedded cloud listens, for --local (default: AWS_ENDPOINT_URL, else ${LOCAL_ENDPOINT})`,
      endpoint,
    )
    .addHelpText(
      'after',
      `
Without --local, the account and region are those that the AWS CLI would take (AWS_PROFILE, AWS_REGION, …).
Through npm, arguments come after a double dash: npm run --silent saga -- list --local

Exit codes: 0 done, 1 the saga failed or there was nothing to do, 2 wrong arguments or input, 3 AWS refused.
"saga help COMMAND" has examples for each command, and says what its exit codes mean.`,
    );
  for (const add of COMMANDS) add(program, invocation);
  return program;
}
