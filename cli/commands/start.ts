import type { Command } from 'commander';
import type { SimulateFail } from '../../contract/fault-plan.ts';
import { SAGA_STEPS } from '../../contract/saga.ts';
import { MAX_ATTEMPT, type Transaction } from '../../contract/transaction.ts';
import { NothingToDo } from '../errors.ts';
import { teach } from '../help.ts';
import type { Invocation } from '../invocation.ts';
import { lookUp } from '../lookup.ts';
import { correlationId, simulateFail, wholeNumber } from '../option-parsers.ts';
import { startExecution } from '../saga/start-execution.ts';
import { parseTransactionArgument } from '../saga/transaction-argument.ts';
import { finish } from './finish.ts';

interface StartOptions {
  readonly simulateFail?: SimulateFail;
  readonly attempt?: number;
  readonly correlationId?: string;
  readonly wait?: boolean;
  readonly json?: boolean;
}

export function addStart(program: Command, invocation: Invocation): void {
  const command = program
    .command('start')
    .description('Starts one saga directly, without the topic and its queues.')
    .argument('<transaction>', 'a TransactionId, or the transaction as JSON')
    .option(
      '--attempt <n>',
      `which try this is, 1 to ${MAX_ATTEMPT} (default: the transaction's own, else 1)`,
      wholeNumber(1, MAX_ATTEMPT),
    )
    .option('--simulate-fail <what>', `true, a step (${SAGA_STEPS.join(', ')}) or a fault plan as JSON`, simulateFail)
    .option(
      '--correlation-id <id>',
      'what you know it by, told again with its outcome (default: that of the transaction)',
      correlationId,
    )
    .option('--wait', 'wait for the end, and tell what became of it')
    .option('--json', 'as one JSON document')
    .action(async (text: string, options: StartOptions, self: Command) => {
      const transaction = withOptions(parseTransactionArgument(text), options);
      const connection = invocation.connect(self);
      const { stateMachineArn, tableName } = await lookUp(connection, 'stateMachineArn', 'tableName');
      const started = await startExecution(connection.sfn, stateMachineArn, transaction);
      if (!started.isNew && !options.wait) throw new NothingToDo(startedBefore(started.name, transaction));
      await finish(invocation, { connection, tableName, transaction, started, ...options });
    });
  teach(command, {
    examples: [
      ['saga start 1', 'the transaction with id 1 and sample data'],
      ['saga start 2 --simulate-fail TransformRecords --wait', 'one that fails, and is rolled back'],
      [
        `saga start '{"TransactionId":"3","Records":[{"Id":"a","Amount":5}]}' --wait --json | jq .record`,
        'one with records of its own',
      ],
    ],
    endings: [
      [0, 'started; with --wait: the execution SUCCEEDED, the transaction is committed'],
      [1, 'this attempt was started before; with --wait: the execution ended in any other way'],
    ],
  });
}

function withOptions(transaction: Transaction, { attempt, correlationId, simulateFail }: StartOptions): Transaction {
  return {
    ...transaction,
    TransactionDetails: { ...transaction.TransactionDetails, ...(simulateFail !== undefined && { simulateFail }) },
    Attempt: attempt ?? transaction.Attempt,
    ...(correlationId !== undefined && { CorrelationId: correlationId }),
  };
}

function startedBefore(name: string, { TransactionDetails: { TransactionId } }: Transaction): string {
  return `execution ${name} was started before, and an attempt runs once: saga status ${TransactionId} says what became of it, and saga retry ${TransactionId} starts the next attempt once it is rolled back`;
}
