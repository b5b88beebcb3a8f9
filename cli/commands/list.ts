import { ExecutionStatus } from '@aws-sdk/client-sfn';
import type { Command } from 'commander';
import { teach } from '../help.ts';
import type { Invocation } from '../invocation.ts';
import { lookUp } from '../lookup.ts';
import { oneOf, wholeNumber } from '../option-parsers.ts';
import { columns } from '../report/columns.ts';
import { duration } from '../report/duration.ts';
import { machineArn } from '../saga/execution.ts';
import { type ListedExecution, listExecutions } from '../saga/list-executions.ts';

const STATUSES = Object.values(ExecutionStatus);
const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100_000;
/** Columns have to know their widest cell: so many rows are aligned with each other, and memory stays bounded. */
const ROWS_ALIGNED = 1_000;

interface ListOptions {
  readonly status?: ExecutionStatus;
  readonly limit: number;
  readonly json?: boolean;
}

export function addList(program: Command, invocation: Invocation): void {
  const command = program
    .command('list')
    .description('Lists recent executions of the saga, newest first.')
    .option('--status <status>', `only those that are ${STATUSES.join(', ')}`, oneOf(STATUSES))
    .option('--limit <n>', `at most so many, 1 to ${MAX_LIMIT}`, wholeNumber(1, MAX_LIMIT), DEFAULT_LIMIT)
    .option('--json', 'as JSON lines, one an execution')
    .action(async ({ json, ...filter }: ListOptions, self: Command) => {
      const connection = invocation.connect(self);
      const { stateMachineArn } = await lookUp(connection, 'stateMachineArn');
      // Those that were started without the alias as well.
      const executions = listExecutions(connection.sfn, { stateMachineArn: machineArn(stateMachineArn), ...filter });
      let listed = 0;
      for await (const rows of chunks(executions, json ? 1 : ROWS_ALIGNED)) {
        if (json) for (const row of rows) invocation.printJson(row);
        else invocation.print(columns([...(listed === 0 ? [HEAD] : []), ...rows.map(cells)]));
        listed += rows.length;
      }
      if (listed === 0) {
        invocation.note(
          `no executions${filter.status === undefined ? '' : ` that are ${filter.status}`} in stage ${connection.stage}`,
        );
      }
    });
  teach(command, {
    examples: [
      ['saga list', `the last ${DEFAULT_LIMIT}`],
      ['saga list --status failed --limit 5', 'the last that failed'],
      [`saga list --status running --limit 1000 --json | jq -r .name`, 'for a script'],
    ],
    endings: [[0, 'done, also where there are none']],
  });
}

const HEAD = ['EXECUTION', 'STATUS', 'STARTED', 'TOOK'];

function cells({ name, status, startDate, stopDate }: ListedExecution): string[] {
  const took = startDate && stopDate ? duration(Date.parse(stopDate) - Date.parse(startDate)) : '';
  return [name, status, startDate ?? '', took];
}

async function* chunks<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let chunk: T[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
