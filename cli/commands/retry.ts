import type { Command } from 'commander';
import { teach } from '../help.ts';
import type { Invocation } from '../invocation.ts';
import { lookUp } from '../lookup.ts';
import { transactionId } from '../option-parsers.ts';
import { startNextAttempt } from '../saga/start-next-attempt.ts';
import { finish } from './finish.ts';

interface RetryOptions {
  readonly keepSimulateFail?: boolean;
  readonly wait?: boolean;
  readonly json?: boolean;
}

export function addRetry(program: Command, invocation: Invocation): void {
  const command = program
    .command('retry')
    .description('Starts the next attempt of a transaction that was rolled back, with the input of the last one.')
    .argument('<id>', 'the TransactionId', transactionId)
    .option('--keep-simulate-fail', 'let it fail as the last attempt was told to (default: simulateFail is taken out)')
    .option('--wait', 'wait for the end, and tell what became of it')
    .option('--json', 'as one JSON document')
    .action(async (id: string, { keepSimulateFail = false, ...options }: RetryOptions, self: Command) => {
      const connection = invocation.connect(self);
      const { stateMachineArn, tableName } = await lookUp(connection, 'stateMachineArn', 'tableName');
      const next = await startNextAttempt({
        connection,
        stateMachineArn,
        tableName,
        transactionId: id,
        keepSimulateFail,
      });
      await finish(invocation, { connection, tableName, ...next, ...options });
    });
  teach(command, {
    examples: [
      ['saga retry 2', 'the attempt after the one that was rolled back'],
      ['saga retry 2 --wait && echo committed', 'and wait for its end'],
    ],
    endings: [
      [0, 'started; with --wait: the execution SUCCEEDED, the transaction is committed'],
      [
        1,
        'nothing to retry: no record, committed, in progress, its rollback failed, or no attempt left; with --wait: it did not succeed',
      ],
    ],
  });
}
