import type { Logger } from '@aws-lambda-powertools/logger';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Context } from 'aws-lambda';
import { describe, isObject } from '../../contract/describe.ts';
import { OUTCOME_ATTRIBUTE, OUTCOME_STATUS, type Outcome } from '../../contract/outcome.ts';
import { parseHeader } from '../../contract/transaction.ts';
import { describeExecution, type Executions, executionArnOf } from '../recovery/executions.ts';

/** What the handler takes from the world around it. */
export interface PublishRuntime {
  readonly executions: Executions;
  readonly sns: SNSClient;
  readonly topicArn: string;
  readonly logger: Logger;
  readonly now: () => Date;
}

/**
 * Publishes that a saga committed. EventBridge delivers at least once, and so does this: it keeps nothing by which it could
 * know what it has told before.
 *
 * What it throws is tried again by Lambda, twice, and then set aside.
 */
export function definePublishCommitted({ executions, sns, topicArn, logger, now }: PublishRuntime) {
  return async (event: unknown, context: Context): Promise<void> => {
    logger.addContext(context);
    const detail = requireSuccess(event);
    const ExecutionArn = executionArnOf(executions.sagaArn, detail.executionArn);
    // Left out of the event where it is large.
    const input =
      typeof detail.input === 'string' ? detail.input : (await describeExecution(executions, ExecutionArn)).input;
    const outcome: Outcome = {
      ...parseHeader(JSON.parse(input)),
      ExecutionArn,
      Status: OUTCOME_STATUS.committed,
      Time: now().toISOString(),
    };
    await sns.send(
      new PublishCommand({
        TopicArn: topicArn,
        Message: JSON.stringify(outcome),
        MessageAttributes: { [OUTCOME_ATTRIBUTE]: { DataType: 'String', StringValue: outcome.Status } },
      }),
    );
    logger.info('outcome published', { execution: ExecutionArn, TransactionId: outcome.TransactionId });
  };
}

/** The `detail` of a status change: only of a success is it known here what to tell. */
function requireSuccess(event: unknown): Record<string, unknown> {
  if (isObject(event) && event.status === 'SUCCEEDED') return event;
  const got = isObject(event) ? `status ${describe(event.status)}` : describe(event);
  throw new TypeError(
    `the event is ${got}, but has to be that of an execution that SUCCEEDED: this function is for EventBridge to invoke`,
  );
}
