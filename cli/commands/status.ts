import type { Command } from 'commander';
import { ATTRIBUTE } from '../../contract/saga.ts';
import { executionName } from '../../contract/transaction.ts';
import { NothingToDo } from '../errors.ts';
import { teach } from '../help.ts';
import type { Invocation } from '../invocation.ts';
import { lookUp } from '../lookup.ts';
import { transactionId } from '../option-parsers.ts';
import { sagaReport } from '../report/saga-report.ts';
import { describeExecution, executionArn, executionIn } from '../saga/execution.ts';
import { correlationIdIn } from '../saga/observe.ts';
import { readRecord, textOf } from '../saga/record.ts';

export function addStatus(program: Command, invocation: Invocation): void {
  const command = program
    .command('status')
    .description('Tells how a transaction stands: its record, the execution that owns it, and what happened when.')
    .argument('<id>', 'the TransactionId', transactionId)
    .option('--json', 'as one JSON document: { transactionId, correlationId, execution, record }')
    .action(async (id: string, { json }: { json?: boolean }, self: Command) => {
      const { stage, sfn, dynamodb, ...connection } = invocation.connect(self);
      const { stateMachineArn, tableName } = await lookUp({ stage, ...connection }, 'stateMachineArn', 'tableName');
      const record = (await readRecord(dynamodb, tableName, id)) ?? null;
      // Without a record: the first attempt may not have written yet, or was refused.
      const owner =
        textOf(record ?? undefined, ATTRIBUTE.executionId) ?? executionArn(stateMachineArn, executionName(id, 1));
      const described = await describeExecution(sfn, owner);
      if (record === null && described === undefined) {
        throw new NothingToDo(
          `stage ${stage} knows no transaction ${id}: it was never started, still waits in a queue, or was rolled back so long ago that its record expired`,
        );
      }
      const view = {
        transactionId: id,
        correlationId: described === undefined ? null : correlationIdIn(described),
        execution: described === undefined ? null : executionIn(described),
        record,
      };
      if (json) invocation.printJson(view);
      else invocation.print(sagaReport(view));
    });
  teach(command, {
    examples: [
      ['saga status 2', 'the record, the execution, and the audit trail with its times'],
      ['saga status 2 --json | jq -r .record.Status', 'for a script'],
    ],
    endings: [
      [0, 'found, however it stands'],
      [1, 'there is no such transaction'],
    ],
  });
}
