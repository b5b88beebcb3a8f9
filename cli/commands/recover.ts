import type { Command } from 'commander';
import { UsageError } from '../errors.ts';
import { teach } from '../help.ts';
import type { Invocation } from '../invocation.ts';
import { lookUp } from '../lookup.ts';
import { transactionId } from '../option-parsers.ts';
import { recoverAll } from '../recover/recover-all.ts';
import { recoverOne } from '../recover/recover-one.ts';

interface RecoverOptions {
  readonly all?: boolean;
  readonly json?: boolean;
}

export function addRecover(program: Command, invocation: Invocation): void {
  const command = program
    .command('recover')
    .description(
      `Rolls back what an execution left half-done: one whose rollback failed, or that timed out or was stopped. Mend what it failed on first.

It acts as that execution, and changes nothing where there is nothing to recover. Of a saga that fails again the recovery queue gets another message.`,
    )
    .summary('Rolls back what an execution left half-done.')
    .argument('[id]', 'the TransactionId', transactionId)
    .option('--all', 'every saga that has a message in the recovery queue')
    .option('--json', 'as one JSON document')
    .action(async (id: string | undefined, { all = false, ...options }: RecoverOptions, self: Command) => {
      if ((id === undefined) !== all) {
        throw new UsageError('recover takes a TransactionId or --all, one of the two: saga help recover has examples');
      }
      const connection = invocation.connect(self);
      if (id === undefined) {
        const names = await lookUp(connection, 'stateMachineArn', 'recoveryMachineArn', 'recoveryQueueUrl');
        await recoverAll(invocation, { connection, ...names, ...options });
      } else {
        const names = await lookUp(connection, 'stateMachineArn', 'recoveryMachineArn', 'tableName');
        await recoverOne(invocation, { connection, transactionId: id, ...names, ...options });
      }
    });
  teach(command, {
    examples: [
      ['saga recover 2', 'one transaction: waits, and tells how it stands'],
      ['saga recover --all', 'all that wait in the recovery queue, in one table'],
    ],
    endings: [
      [0, 'rolled back; with --all: none failed again'],
      [1, 'a rollback failed again, the recovery did not end, or there was nothing to recover'],
      [130, 'Ctrl-C: the recoveries that were started run on'],
    ],
  });
}
