import type { DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import { InvalidTransaction } from '../../contract/errors.ts';
import { parseHeader } from '../../contract/transaction.ts';
import type { Connection } from '../connection.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type Execution, executionIn } from './execution.ts';
import { readRecord, type SagaRecord } from './record.ts';

/** A transaction as it stands: its record and an execution of it. `null` is what there is not. */
export interface SagaView {
  readonly transactionId: string;
  /** What its publisher knows it by. */
  readonly correlationId: string | null;
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
  return {
    transactionId,
    correlationId: correlationIdIn(described),
    execution: executionIn(described),
    record: record ?? null,
  };
}

/** The record keeps results, not the input: only the execution knows it. */
export function correlationIdIn({ input }: Pick<DescribeExecutionCommandOutput, 'input'>): string | null {
  try {
    return parseHeader(JSON.parse(input ?? '')).CorrelationId ?? null;
  } catch (error) {
    // No transaction, so that there is none to know it by.
    if (error instanceof InvalidTransaction || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Only an execution that SUCCEEDED left the transaction committed. */
export function exitCodeOf({ execution }: SagaView): ExitCode {
  return execution?.status === 'SUCCEEDED' ? EXIT.done : EXIT.failed;
}
