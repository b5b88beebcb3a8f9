import type { Transaction } from '../../contract/transaction.ts';
import type { Connection } from '../connection.ts';
import type { Invocation } from '../invocation.ts';
import { sagaReport } from '../report/saga-report.ts';
import { exitCodeOf, observe } from '../saga/observe.ts';
import type { Started } from '../saga/start-execution.ts';
import { waitForEnd } from '../saga/wait.ts';

export interface FinishProps {
  readonly connection: Connection;
  readonly tableName: string;
  readonly transaction: Transaction;
  readonly started: Started;
  readonly wait?: boolean;
  readonly json?: boolean;
}

/** After a start: says so, or waits for the end and tells what became of it. The exit code is 0 only when it SUCCEEDED. */
export async function finish(invocation: Invocation, props: FinishProps): Promise<void> {
  const { connection, tableName, transaction, started, wait, json } = props;
  const { TransactionId } = transaction.TransactionDetails;
  if (!wait) {
    if (json)
      invocation.printJson({ transactionId: TransactionId, attempt: transaction.Attempt, executionArn: started.arn });
    else invocation.print(`started ${started.name}\n${started.arn}`);
    return;
  }
  invocation.note(
    `${started.isNew ? 'started' : 'started before:'} ${started.name}; waiting for its end (Ctrl-C ends the waiting, not the saga)`,
  );
  const described = await waitForEnd(connection.sfn, started.arn, { signal: invocation.terminal.signal });
  const view = await observe(connection, tableName, TransactionId, described);
  if (json) invocation.printJson(view);
  else invocation.print(sagaReport(view));
  invocation.exitCode = exitCodeOf(view);
}
