import { Command, InvalidArgumentError } from 'commander';
import { InvalidTransaction } from '../../contract/errors.ts';
import { parseSimulateFail, type SimulateFail } from '../../contract/fault-plan.ts';
import { SAGA_STEPS } from '../../contract/saga.ts';
import { UsageError } from '../usage-error.ts';

export interface StartArguments {
  /** A file of JSON lines. @default - the sample */
  readonly input?: string;
  /** How many transactions to make up. @default - the sample */
  readonly count?: number;
  /** Put into every transaction that has no `simulateFail` of its own. @default - none */
  readonly simulateFail?: SimulateFail;
  /** How many sagas run at a time. @default 20 */
  readonly concurrency: number;
  /** Print one JSON document on standard output and nothing else. @default false */
  readonly json: boolean;
  /** Start the executions without topic, queue and consumer. @default false */
  readonly direct: boolean;
  /** Stay up after the run. @default false */
  readonly keep: boolean;
  /** @default - 4566 with `--keep`, else any that is free */
  readonly port: number;
}

export const DEFAULT_PORT = 4566;
const MAX_COUNT = 100_000;
const MAX_CONCURRENCY = 1_000;

/** @throws UsageError when two options contradict each other; commander itself reports unknown and malformed ones */
export function parseArguments(argv: readonly string[]): StartArguments {
  const command = new Command('npm start --')
    .description(
      'Publishes transactions on the embedded cloud and prints what became of each saga. Without options: a sample of a commit, a failure at each step, and the random one.',
    )
    .option('--input <file>', 'transactions to run: JSON lines, each an execution input or a bare TransactionDetails')
    .option('--count <n>', `make up n transactions (1 to ${MAX_COUNT})`, wholeNumber(1, MAX_COUNT))
    .option(
      '--simulate-fail <what>',
      `true, a step (${SAGA_STEPS.join(', ')}) or a fault plan as JSON, for each transaction without one`,
      simulateFail,
    )
    .option('--concurrency <n>', `sagas at a time (1 to ${MAX_CONCURRENCY})`, wholeNumber(1, MAX_CONCURRENCY), 20)
    .option('--direct', 'start the executions through the Step Functions API, without topic, queue and consumer', false)
    .option('--json', 'print one JSON document and nothing else', false)
    .option('--keep', 'stay up afterwards, for the AWS CLI and SDKs', false)
    .option(
      '--port <n>',
      `port on 127.0.0.1 (default: ${DEFAULT_PORT} with --keep, else any free one)`,
      wholeNumber(0, 65_535),
    )
    .allowExcessArguments(false)
    .parse(argv, { from: 'user' });
  const options = command.opts<Omit<StartArguments, 'port'> & { port?: number }>();
  if (options.input !== undefined && options.count !== undefined) {
    throw new UsageError(
      '--input and --count are both given, but the transactions come either from a file or are made up: leave one out',
    );
  }
  return { ...options, port: options.port ?? (options.keep ? DEFAULT_PORT : 0) };
}

/** Parses an option's value. commander reports what it throws, with the option's name. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It has to be a whole number from ${min} to ${max}.`);
  };
}

/** What a shell passes: `true`, a step's name, or JSON. */
function simulateFail(text: string): SimulateFail {
  try {
    return parseSimulateFail(/^\s*(\{|true$|false$)/.test(text) ? JSON.parse(text) : text, SAGA_STEPS);
  } catch (error) {
    if (error instanceof InvalidTransaction || error instanceof SyntaxError)
      throw new InvalidArgumentError(`${error.message}.`);
    throw error;
  }
}
