import type { Connection } from '../connection.ts';
import { NothingToDo, Refused } from '../errors.ts';
import { EXIT } from '../exit-code.ts';
import type { Invocation } from '../invocation.ts';
import { columns } from '../report/columns.ts';
import { sagaReport } from '../report/saga-report.ts';
import { describeExecution, nameIn } from '../saga/execution.ts';
import { observe } from '../saga/observe.ts';
import { findOpen } from './find-open.ts';
import { recover } from './recovery.ts';

export interface RecoverOneProps {
  readonly connection: Connection;
  readonly stateMachineArn: string;
  readonly recoveryMachineArn: string;
  readonly tableName: string;
  readonly transactionId: string;
  readonly json?: boolean;
}

/** Recovers a transaction, waits for the end, and tells how it stands. The exit code is 0 only when it is rolled back. */
export async function recoverOne(invocation: Invocation, props: RecoverOneProps): Promise<void> {
  const { connection, recoveryMachineArn, tableName, transactionId, json } = props;
  const { signal } = invocation.terminal;
  const arn = await findOpen(props);
  invocation.note(
    `recovering execution ${nameIn(arn)}; waiting for the end (Ctrl-C ends the waiting, not the recovery)`,
  );
  const recovery = await recover(connection.sfn, recoveryMachineArn, arn, { signal });
  if (recovery.outcome === 'nothing' || recovery.outcome === 'stillRunning') {
    throw new NothingToDo(`transaction ${transactionId}: ${recovery.why}`);
  }
  const described = await describeExecution(connection.sfn, arn);
  if (described === undefined) throw new Refused(`Step Functions does not know execution ${arn} any more`);
  const view = await observe(connection, tableName, transactionId, described);
  if (json) invocation.printJson({ ...view, recovery: recovery.execution });
  else invocation.print(`${sagaReport(view)}\n\n${columns([['recovery', recovery.why]])}`);
  invocation.exitCode = recovery.outcome === 'rolledBack' ? EXIT.done : EXIT.failed;
}
