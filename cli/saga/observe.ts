import type { DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import type { Connection } from '../connection.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type Execution, executionIn } from './execution.ts';
import { readRecord, type SagaRecord } from './record.ts';

/** A transaction as it stands: its record and an execution of it. `null` is what there is not. */
export interface SagaView {
  readonly transactionId: string;
  readonly execution: Execution | null;
  readonly record: SagaRecord | null;
}

/** Puts an execution that was described beside the record that it left. */
export async function observe(
  { dynamodb }: Pick<Connection, 'dynamodb'>,
  tableName: string,
  transactionId: string,
  described: DescribeExecutionCommandOutput,
): Promise<SagaView> {
  const record = await readRecord(dynamodb, tableName, transactionId);
  return { transactionId, execution: executionIn(described), record: record ?? null };
}

/** Only an execution that SUCCEEDED left the transaction committed. */
export function exitCodeOf({ execution }: SagaView): ExitCode {
  return execution?.status === 'SUCCEEDED' ? EXIT.done : EXIT.failed;
}
