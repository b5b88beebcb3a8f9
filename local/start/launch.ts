import { ExecutionAlreadyExists, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand } from '@aws-sdk/client-sns';
import { isObject } from '../../contract/describe.ts';
import { InvalidTransaction } from '../../contract/errors.ts';
import { SAGA_STEPS } from '../../contract/saga.ts';
import { executionName, parseTransaction } from '../../contract/transaction.ts';
import type { EmbeddedCloud } from '../cloud.ts';
import { executionArnOf } from '../stepfunctions/api/arn.ts';

/** Gets a saga going. @returns the ARN of its execution, which has started */
export type Launch = (input: unknown) => Promise<string>;

/** Starts executions through the Step Functions API, without the fan-out. */
export function directly(cloud: EmbeddedCloud): Launch {
  const sfn = cloud.stepFunctionsClient();
  const stateMachineArn = cloud.sagaStateMachineArn;
  return async (input) => {
    const name = nameFor(input);
    try {
      const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
      const { executionArn } = await sfn.send(command);
      return executionArn as string;
    } catch (error) {
      // The same attempt of a transaction is the same execution: it is waited for, not started again.
      if (error instanceof ExecutionAlreadyExists && name !== undefined)
        return executionArnOf(cloud.sagaStateMachineArn, name);
      throw error;
    }
  };
}

/**
 * Publishes transactions to the topic, from where they go to the queue and the consumer, which starts their executions.
 * What is no transaction would never get that far, so it is started directly: its execution refuses it.
 */
export function throughTheTopic(cloud: EmbeddedCloud): Launch {
  const sns = cloud.snsClient();
  const direct = directly(cloud);
  const started = startedExecutions(cloud);
  return async (input) => {
    const name = nameFor(input);
    if (name === undefined) return direct(input);
    const executionArn = executionArnOf(cloud.sagaStateMachineArn, name);
    const fifo = cloud.topicArn.endsWith('.fifo') && { MessageGroupId: name, MessageDeduplicationId: name };
    const message = isObject(input) && isObject(input.Payload) ? input.Payload : input;
    await sns.send(new PublishCommand({ TopicArn: cloud.topicArn, Message: JSON.stringify(message), ...fifo }));
    await started(executionArn);
    return executionArn;
  };
}

/** Waits for executions that somebody else starts. */
function startedExecutions({ stepFunctions }: EmbeddedCloud): (executionArn: string) => Promise<void> {
  const waiting = new Map<string, PromiseWithResolvers<void>>();
  stepFunctions.onStatusChange(({ executionArn }) => waiting.get(executionArn)?.resolve());
  return async (executionArn) => {
    if (stepFunctions.executions.isTaken(executionArn)) return;
    const turn = waiting.get(executionArn) ?? Promise.withResolvers<void>();
    waiting.set(executionArn, turn);
    await turn.promise;
    waiting.delete(executionArn);
  };
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
