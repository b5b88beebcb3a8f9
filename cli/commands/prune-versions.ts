import type { Command } from 'commander';
import { Interrupted } from '../errors.ts';
import { teach } from '../help.ts';
import type { Invocation } from '../invocation.ts';
import { lookUp } from '../lookup.ts';
import { wholeNumber } from '../option-parsers.ts';
import { prune } from '../prune/prune.ts';
import type { Row } from '../prune/row.ts';
import { columns } from '../report/columns.ts';
import { machineArn } from '../saga/execution.ts';

const DEFAULT_KEEP = 2;
/** What a state machine may have. */
const MAX_KEEP = 1_000;

interface PruneOptions {
  readonly keep: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function addPruneVersions(program: Command, invocation: Invocation): void {
  const command = program
    .command('prune-versions')
    .description(
      `Deletes the published versions of the state machine and of the steps' functions that no execution can use any more.

Each deployment publishes versions and leaves those before it, because executions under way go on with the code they began with. Kept are the versions that an alias routes to, those of executions that run or left their record open, those that the recovery calls, and the newest.`,
    )
    .summary('Deletes the published versions that no execution can use any more.')
    .option(
      '--keep <n>',
      `how many of the newest to keep of each, 1 to ${MAX_KEEP}`,
      wholeNumber(1, MAX_KEEP),
      DEFAULT_KEEP,
    )
    .option('--dry-run', 'tell what would be deleted, and delete nothing')
    .option('--json', 'as one JSON document')
    .action(async ({ keep, dryRun = false, json = false }: PruneOptions, self: Command) => {
      const connection = invocation.connect(self);
      const names = await lookUp(connection, 'stateMachineArn', 'recoveryMachineArn', 'tableName');
      const stateMachineArn = machineArn(names.stateMachineArn);
      const rows: Row[] = [];
      try {
        for await (const row of prune({ connection, ...names, stateMachineArn, keep, dryRun })) {
          rows.push(row);
          if (row.action === 'deleted') invocation.note(`deleted ${row.arn}`);
          if (invocation.terminal.signal.aborted) throw new Interrupted('stopped; what was deleted is in the table');
        }
      } finally {
        report(invocation, rows, json);
      }
    });
  teach(command, {
    examples: [
      ['saga prune-versions --dry-run', 'what would go, and why the others stay'],
      ['saga prune-versions --keep 5', 'all but what is in use and the newest five'],
    ],
    endings: [
      [0, 'done, also where there was nothing to delete'],
      [130, 'Ctrl-C: the table has what was deleted until then'],
    ],
  });
}

const HEAD = ['RESOURCE', 'VERSION', 'PUBLISHED', 'ACTION', 'WHY'];

function report(invocation: Invocation, rows: readonly Row[], json: boolean): void {
  if (json) {
    invocation.printJson(rows);
    return;
  }
  if (rows.length === 0) {
    invocation.note('nothing is published: there are no versions');
    return;
  }
  invocation.print(
    columns([
      HEAD,
      ...rows.map(({ resource, version, published, action, why }) => [resource, version, published ?? '', action, why]),
    ]),
  );
}
