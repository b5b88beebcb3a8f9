import type { Context, SQSBatchResponse } from 'aws-lambda';
import { handlerOf } from '../handlers/handler-of.ts';
import { jsonLogger } from '../log.ts';
import { BatchConsumer } from './batch-consumer.ts';
import { Deadline } from './deadline.ts';
import type { FunctionEnvironment } from './environment.ts';
import { readEvent } from './sqs-event.ts';

/** What Lambda's poller puts into a batch unless a batching window collects more. */
const BATCH_SIZE = 10;

/** An invocation by an SQS event source mapping with ReportBatchItemFailures: without it, a failed message would be deleted. */
export type SqsHandler = (
  event: unknown,
  context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
) => Promise<SQSBatchResponse>;

/** Does with a batch of messages what the group's consumer in a pod does with each. Make it once, at a cold start. */
export function sqsHandler({ credentials, logLevel, ...settings }: FunctionEnvironment): SqsHandler {
  const consumer = new BatchConsumer(handlerOf({ ...settings, maxInFlight: BATCH_SIZE }, credentials.fetch));
  return async (event, context) => {
    const batch = readEvent(event);
    using deadline = new Deadline(context.getRemainingTimeInMillis());
    const logger = jsonLogger({ level: logLevel, fields: { requestId: context.awsRequestId } });
    const failed = await consumer.consume(batch, { deadline, logger });
    const messageIds = failed.map(({ messageId }) => messageId);
    if (deadline.signal.aborted) logger.warn('out of time: what is not done comes again', { messageIds });
    return { batchItemFailures: messageIds.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
