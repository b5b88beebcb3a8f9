import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import pMap from 'p-map';
import { InvalidTransaction } from '../../contract/errors.ts';
import { SAGA_STEPS } from '../../contract/saga.ts';
import { executionName, parseTransaction } from '../../contract/transaction.ts';

export interface RunOptions {
  readonly stateMachineArn: string;
  /** How many sagas are started and not yet ended. */
  readonly concurrency: number;
  /** Resolves when the execution has ended. */
  readonly waitForEnd: (executionArn: string) => Promise<unknown>;
  readonly onEnd?: (executionArn: string, index: number) => void | Promise<void>;
}

/** Starts an execution for each input through the Step Functions API and waits for its end. */
export async function runSagas(sfn: SFNClient, inputs: readonly unknown[], options: RunOptions): Promise<string[]> {
  return pMap(
    inputs,
    async (input, index) => {
      const executionArn = await start(sfn, input, options.stateMachineArn);
      await options.waitForEnd(executionArn);
      await options.onEnd?.(executionArn, index);
      return executionArn;
    },
    { concurrency: options.concurrency },
  );
}

/** The same attempt of a transaction is the same execution: one that exists already is waited for, not started again. */
async function start(sfn: SFNClient, input: unknown, stateMachineArn: string): Promise<string> {
  const name = nameFor(input);
  try {
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
    );
    return executionArn as string;
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists && name !== undefined) return executionArnOf(stateMachineArn, name);
    throw error;
  }
}

function nameFor(input: unknown): string | undefined {
  try {
    const { TransactionDetails, Attempt } = parseTransaction(input, SAGA_STEPS);
    return executionName(TransactionDetails.TransactionId, Attempt);
  } catch (error) {
    // No transaction, no name: the execution gets a random one and refuses its input itself.
    if (error instanceof InvalidTransaction) return undefined;
    throw error;
  }
}

function executionArnOf(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}
