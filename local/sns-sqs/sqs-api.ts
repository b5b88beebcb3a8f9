import { isObject } from '../../contract/describe.ts';
import { AwsError, type Parameters, unknownOperation } from '../http/aws-json.ts';
import type { SqsCall } from './fauxqs.ts';
import { anyCharacter } from './mends/any-character.ts';
import { sqsDeduplicationScopes } from './mends/deduplication-scopes.ts';
import { sqsMessageGroups } from './mends/message-groups.ts';
import { isFifo, queueNameOf } from './mends/messages.ts';
import { onlyWhatWasAskedFor } from './mends/only-what-was-asked-for.ts';
import { queueUrls } from './mends/queue-urls.ts';
import { QUEUE_SETTINGS } from './queues.ts';
import { unknownSetting } from './settings.ts';

const ONE_RECEIPT = ['QueueUrl', 'ReceiptHandle'];
const BATCH = ['QueueUrl', 'Entries'];

/**
 * The operations of SQS, each with the parameters that are honoured. Other than on AWS, a FIFO queue gives one message of a
 * group at a time, and a long poll ends early and empty where another one took the message that woke both.
 */
const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  ChangeMessageVisibility: [...ONE_RECEIPT, 'VisibilityTimeout'],
  ChangeMessageVisibilityBatch: BATCH,
  CreateQueue: ['QueueName', 'Attributes'],
  DeleteMessage: ONE_RECEIPT,
  DeleteMessageBatch: BATCH,
  DeleteQueue: ['QueueUrl'],
  GetQueueAttributes: ['QueueUrl', 'AttributeNames'],
  GetQueueUrl: ['QueueName'],
  ListQueues: ['QueueNamePrefix', 'MaxResults', 'NextToken'],
  PurgeQueue: ['QueueUrl'],
  ReceiveMessage: [
    'QueueUrl',
    'AttributeNames',
    'MaxNumberOfMessages',
    'MessageAttributeNames',
    'MessageSystemAttributeNames',
    'VisibilityTimeout',
    'WaitTimeSeconds',
  ],
  SendMessage: [
    'QueueUrl',
    'DelaySeconds',
    'MessageAttributes',
    'MessageBody',
    'MessageDeduplicationId',
    'MessageGroupId',
  ],
  SendMessageBatch: BATCH,
  SetQueueAttributes: ['QueueUrl', 'Attributes'],
};

/** Why a parameter of any operation may be left without effect. */
const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  MessageSystemAttributes: 'it carries a trace, and no traces are collected',
  QueueOwnerAWSAccountId: 'there is one account',
  tags: 'nothing is billed or allowed by them',
};

/** SQS as fauxqs has it, put right. */
export function sqsApi(call: SqsCall, endpoint: string): SqsCall {
  const mended = onlyWhatWasAskedFor(sqsMessageGroups(sqsDeduplicationScopes(anyCharacter(queueUrls(call, endpoint)))));
  return async (operation, parameters) => {
    await refuseDeadLetterQueue(mended, operation, parameters);
    return await mended(operation, parameters);
  };
}

/** @throws AwsError for an operation, a parameter or an attribute of a queue that is not honoured */
export function refuseUnhonoured(operation: string, parameters: Parameters): void {
  const honoured = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined;
  if (honoured === undefined) throw unknownOperation('SQS', operation, Object.keys(OPERATIONS));
  const unknown = unknownSetting({ honoured, withoutEffect: WITHOUT_EFFECT }, Object.keys(parameters));
  if (unknown !== undefined) {
    throw new AwsError(
      'UnsupportedOperation',
      `the embedded SQS does not honour ${unknown} of ${operation}: leave it out`,
    );
  }
  const attribute = unknownSetting(
    QUEUE_SETTINGS,
    Object.keys(isObject(parameters.Attributes) ? parameters.Attributes : {}),
  );
  if (attribute !== undefined) {
    throw new AwsError(
      'InvalidAttributeName',
      `the embedded SQS does not honour the attribute ${attribute}: it knows ${QUEUE_SETTINGS.honoured.join(', ')}`,
    );
  }
}

/** fauxqs takes any name for a dead-letter queue, and then never moves a message there. */
async function refuseDeadLetterQueue(call: SqsCall, operation: string, parameters: Parameters): Promise<void> {
  const policy = isObject(parameters.Attributes) ? parameters.Attributes.RedrivePolicy : undefined;
  if (typeof policy !== 'string' || policy === '') return;
  const source = operation === 'CreateQueue' ? String(parameters.QueueName) : queueNameOf(parameters);
  const target = /"deadLetterTargetArn"\s*:\s*"(?:[^"]*:)?([^":]+)"/.exec(policy)?.[1] ?? '';
  const refuse = (reason: string, options?: ErrorOptions): never => {
    const message = `Value ${policy} for parameter RedrivePolicy is invalid. Reason: ${reason}`;
    throw new AwsError('InvalidParameterValue', message, 400, options);
  };
  await call('GetQueueUrl', { QueueName: target }).catch((cause: unknown) =>
    refuse('Dead letter target does not exist.', { cause }),
  );
  if (isFifo(source) !== isFifo(target)) refuse('Dead-letter queue must be same type of queue as the source.');
}
