import type { RecoveryMessage } from '../../contract/recovery-message.ts';
import type { Connection } from '../connection.ts';
import { Interrupted } from '../errors.ts';
import { describeExecution, executionArn } from '../saga/execution.ts';
import { type Recovery, recover } from './recovery.ts';
import { transactionIdIn } from './transaction-id.ts';

export interface ResumeProps {
  readonly connection: Pick<Connection, 'sfn'>;
  readonly stateMachineArn: string;
  readonly recoveryMachineArn: string;
  readonly signal: AbortSignal;
}

/** A message's saga, and what became of it. */
export interface Resumed {
  /** @default - nobody knows it any more */
  readonly transactionId?: string;
  /** `notOurs`: of another saga; `gone`: its execution is; `interrupted`: the recovery runs on, unwatched. */
  readonly outcome: Recovery['outcome'] | 'notOurs' | 'gone' | 'interrupted';
  readonly why: string;
  /** When the recovery was started, by AWS's clock, in milliseconds since 1970. @default - none was */
  readonly recoveredAt?: number;
}

/** Recovers the saga of a message, unless it is none that can be recovered. */
export async function resume(
  { connection, stateMachineArn, recoveryMachineArn, signal }: ResumeProps,
  message: Pick<RecoveryMessage, 'ExecutionArn' | 'TransactionId'>,
): Promise<Resumed> {
  const { ExecutionArn } = message;
  if (!ExecutionArn.startsWith(executionArn(stateMachineArn, ''))) {
    return { ...idOf(message.TransactionId), outcome: 'notOurs', why: 'its execution is not one of this saga' };
  }
  const execution = await describeExecution(connection.sfn, ExecutionArn);
  const id = idOf(message.TransactionId ?? transactionIdIn(execution?.input));
  if (execution === undefined) {
    return { ...id, outcome: 'gone', why: 'Step Functions keeps an execution for 90 days, and a recovery acts as it' };
  }
  try {
    const {
      outcome,
      why,
      execution: recovery,
    } = await recover(connection.sfn, recoveryMachineArn, ExecutionArn, { signal });
    return { ...id, outcome, why, ...(recovery.startDate !== null && { recoveredAt: Date.parse(recovery.startDate) }) };
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    return { ...id, outcome: 'interrupted', why: error.message };
  }
}

function idOf(transactionId: string | undefined): Pick<Resumed, 'transactionId'> {
  return transactionId === undefined ? {} : { transactionId };
}
