import type { Command } from 'commander';
import { teach } from '../help.ts';
import type { Invocation } from '../invocation.ts';
import { correlationId, groupId } from '../option-parsers.ts';
import { Publication, type PublishOptions } from '../publish/publication.ts';

export function addPublish(program: Command, invocation: Invocation): void {
  const command = program
    .command('publish')
    .description(
      `Publishes transactions to the topic, from where they fan out to all consumer groups. All of them are checked first: one that is wrong, and none is published.

A transaction is a TransactionId, or JSON in any of these forms; in a file or on standard input, one JSON object a line:
  {"TransactionDetails":{"TransactionId":"1","Records":[…]},"Attempt":1}
  {"Payload":{"TransactionDetails":{"TransactionId":"1"}}}
  {"TransactionId":"1","simulateFail":"CommitRecords"}
To publish the same again does no harm: an attempt of a transaction runs once.`,
    )
    .summary('Publishes transactions to the topic.')
    .argument('[transactions...]', 'TransactionIds, or transactions as JSON')
    .option('--file <file>', 'read JSON lines from a file; - is standard input, which is read also without arguments')
    .option('--skip-invalid', 'publish the valid ones, as they are read, and report the others')
    .option(
      '--group-id <tenant>',
      'MessageGroupId of all messages: fair queues keep one tenant from delaying the others (not on FIFO topics)',
      groupId,
    )
    .option(
      '--correlation-id <id>',
      'what you know them by, told again with their outcomes, for those that have none of their own',
      correlationId,
    )
    .option('--json', 'the report as one JSON document')
    .action(async (transactions: string[], options: PublishOptions, self: Command) => {
      await new Publication(invocation, self, transactions, options).run();
    });
  teach(command, {
    examples: [
      ['saga publish 1 2 3', 'three transactions with sample data'],
      [
        `saga publish '{"TransactionDetails":{"TransactionId":"2"},"Attempt":2}'`,
        'the next attempt of one that was rolled back',
      ],
      ['saga publish --file orders.jsonl --group-id acme', 'a file of any size, for a tenant'],
      [
        `jq -c '.orders[] | {TransactionId: .id, Records: .lines}' orders.json | saga publish --json`,
        'from another program',
      ],
    ],
    endings: [
      [0, 'all published'],
      [1, 'there was nothing to publish'],
      [2, 'the arguments are wrong, or at least one transaction is; nothing was published'],
      [3, 'AWS refused some of them or all, cannot be reached, or has no such stage'],
      [130, 'Ctrl-C: what was under way was finished and is counted in the report'],
    ],
  });
}
