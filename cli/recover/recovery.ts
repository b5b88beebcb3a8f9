import { randomUUID } from 'node:crypto';
import { type DescribeExecutionCommandOutput, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { isObject } from '../../contract/describe.ts';
import { ERROR_NAME } from '../../contract/errors.ts';
import { DECISION, type RecoveryInput } from '../../contract/recovery.ts';
import { type Execution, executionIn } from '../saga/execution.ts';
import { type WaitOptions, waitForEnd } from '../saga/wait.ts';

/** What a recovery came to. */
export interface Recovery {
  readonly execution: Execution;
  /**
   * - `rolledBack`: the saga is whole again
   * - `nothing`: there was nothing to recover, and nothing was changed
   * - `stillRunning`: the same, but there may be later
   * - `failedAgain`: a rollback failed for good once more; the recovery has sent a message of it
   * - `noEnd`: it came to no end of its own
   */
  readonly outcome: 'rolledBack' | 'nothing' | 'stillRunning' | 'failedAgain' | 'noEnd';
  /** In words. */
  readonly why: string;
}

/** Starts a recovery of an execution that has ended, and waits for its end. */
export async function recover(
  sfn: SFNClient,
  recoveryMachineArn: string,
  executionArn: string,
  options: WaitOptions,
): Promise<Recovery> {
  const input: RecoveryInput = { ExecutionArn: executionArn };
  const started = await sfn.send(
    new StartExecutionCommand({
      stateMachineArn: recoveryMachineArn,
      // Of its own each time: somebody who types it again has mended something meanwhile.
      name: `operator-${randomUUID()}`,
      input: JSON.stringify(input),
    }),
  );
  return recoveryIn(await waitForEnd(sfn, started.executionArn ?? '', options));
}

function recoveryIn(described: DescribeExecutionCommandOutput): Recovery {
  const execution = executionIn(described);
  const { name, status, error, cause } = execution;
  if (status === 'SUCCEEDED') return { execution, ...decisionIn(described.output) };
  const why = `recovery ${name} ${status}${error === null ? '' : ` with ${error}`}${cause === null ? '' : `: ${cause}`}`;
  return { execution, outcome: error === ERROR_NAME.rollbackFailed ? 'failedAgain' : 'noEnd', why };
}

/** The output of a recovery that succeeded is what it found out first. */
function decisionIn(output: string | undefined): Omit<Recovery, 'execution'> {
  const found: unknown = JSON.parse(output ?? 'null');
  const { Decision, Why } = isObject(found) ? found : {};
  if (Decision === DECISION.recover) return { outcome: 'rolledBack', why: 'rolled back' };
  const outcome = Decision === DECISION.stillRunning ? 'stillRunning' : 'nothing';
  return { outcome, why: `nothing to recover: ${String(Why ?? Decision)}` };
}
