import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { readFunctionEnvironment } from '../../../consumer/lambda/environment.ts';
import { type SqsHandler, sqsHandler } from '../../../consumer/lambda/sqs-handler.ts';

export const STATE_MACHINE_ARN = 'arn:aws:states:eu-west-1:123456789012:stateMachine:saga';

/** What Lambda sets in a function's environment, as far as it is read. */
export const OF_LAMBDA = {
  AWS_REGION: 'eu-west-1',
  AWS_LAMBDA_FUNCTION_NAME: 'consumer',
  AWS_ACCESS_KEY_ID: 'ASIAROLE',
  AWS_SECRET_ACCESS_KEY: 'of-the-role',
  AWS_SESSION_TOKEN: 'of-the-session',
};

const SAGA = { CONSUMER_GROUP: 'saga', STATE_MACHINE_ARN };

/** A function at its cold start; `saga` unless the environment says otherwise. */
export function newHandler(env: NodeJS.ProcessEnv = {}): SqsHandler {
  return sqsHandler(readFunctionEnvironment({ ...OF_LAMBDA, ...SAGA, ...env }));
}

/** A record of Lambda's poller. Anything but a string becomes its body as JSON. */
export function record(messageId: string, body: unknown, attributes: Partial<SQSRecord['attributes']> = {}): SQSRecord {
  return {
    messageId,
    receiptHandle: `receipt of ${messageId}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '1767225600000',
      SenderId: 'AIDA',
      ApproximateFirstReceiveTimestamp: '1767225600001',
      ...attributes,
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:saga',
    awsRegion: 'eu-west-1',
  };
}

/** A record with a transaction of the same id. */
export function transaction(id: string, attributes: Partial<SQSRecord['attributes']> = {}): SQSRecord {
  return record(id, { TransactionDetails: { TransactionId: id } }, attributes);
}

/** Invokes it as Lambda does, with a timeout of 10 s. @returns the messages that are to come again */
export async function invoke(
  handler: SqsHandler,
  Records: readonly SQSRecord[],
  getRemainingTimeInMillis: () => number = () => 10_000,
): Promise<string[]> {
  const answer: SQSBatchResponse = await handler({ Records }, { awsRequestId: 'request-1', getRemainingTimeInMillis });
  return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}
