import {
  DescribeStateMachineCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { PARAMETER } from '../../../contract/parameters.ts';
import { parseRecoveryMessage, type RecoveryMessage } from '../../../contract/recovery-message.ts';
import type { EmbeddedCloud } from '../../../local/cloud.ts';

/** How a recovery ended, and what it said. */
export interface Recovery {
  readonly arn: string;
  readonly status: string;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  readonly output?: Record<string, unknown>;
}

/** Nobody but the test starts a recovery. */
export const noEvents = () => ({ lose: true }) as const;

/** Starts a recovery through its API, as an operator does, and waits for its end. */
export async function recover(
  cloud: EmbeddedCloud,
  executionArn: unknown,
  machineArn = cloud.parameter(PARAMETER.recoveryMachineArn),
): Promise<Recovery> {
  return await recoverWith(cloud, { ExecutionArn: executionArn }, machineArn);
}

export async function recoverWith(
  cloud: EmbeddedCloud,
  input: unknown,
  stateMachineArn = cloud.parameter(PARAMETER.recoveryMachineArn),
): Promise<Recovery> {
  const command = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) });
  const { executionArn: arn = '' } = await cloud.stepFunctionsClient().send(command);
  const { status, error, cause, output } = await cloud.stepFunctions.waitForEnd(arn);
  return { arn, status, error, cause, ...(output !== undefined && { output: JSON.parse(output) }) };
}

/** Stops an execution, as somebody might. What its Lambda does goes on. */
export async function stop(cloud: EmbeddedCloud, executionArn: string): Promise<void> {
  await cloud
    .stepFunctionsClient()
    .send(new StopExecutionCommand({ executionArn, error: 'Stopped', cause: 'by hand' }));
  await cloud.stepFunctions.waitForEnd(executionArn);
}

/** Takes everything out of the recovery queue. */
export async function messagesIn(
  cloud: EmbeddedCloud,
  QueueUrl = cloud.parameter(PARAMETER.recoveryQueueUrl),
): Promise<RecoveryMessage[]> {
  const sqs = cloud.sqsClient();
  const all: RecoveryMessage[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return all;
    for (const { Body = '', ReceiptHandle } of Messages) {
      all.push(parseRecoveryMessage(Body));
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

/** Starts executions of the saga as it is deployed, but for its timeout. */
export async function withTimeout(cloud: EmbeddedCloud, seconds: number): Promise<(input: unknown) => Promise<string>> {
  const sfn = cloud.stepFunctionsClient();
  const stateMachineArn = cloud.sagaStateMachineArn.replace(/(:stateMachine:[^:]+):.*$/, '$1');
  const { definition = '' } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const shorter = JSON.stringify({ ...JSON.parse(definition), TimeoutSeconds: seconds });
  await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition: shorter }));
  return async (input) => {
    const { executionArn = '' } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
    );
    return executionArn;
  };
}
