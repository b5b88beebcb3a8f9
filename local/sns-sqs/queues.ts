import type { Resource } from '../cloudformation/assembly.ts';
import type { Parameters } from '../http/aws-json.ts';
import { type Settings, toAttributes, unknownSetting } from './settings.ts';

const UNENCRYPTED = 'everything is held in memory, unencrypted';

/** What is said of a queue: the names are the same in a template and in the API. */
export const QUEUE_SETTINGS: Settings = {
  honoured: [
    'ContentBasedDeduplication',
    'DeduplicationScope',
    'DelaySeconds',
    'FifoQueue',
    'MaximumMessageSize',
    'ReceiveMessageWaitTimeSeconds',
    'RedrivePolicy',
    'VisibilityTimeout',
  ],
  withoutEffect: {
    FifoThroughputLimit: 'no request is throttled, unless beforeRequest throttles it',
    KmsDataKeyReusePeriodSeconds: UNENCRYPTED,
    KmsMasterKeyId: UNENCRYPTED,
    MessageRetentionPeriod: 'a message stays until it is deleted, or the process ends',
    Policy: 'no permission is checked on this machine',
    QueueName: 'the physical id is made of it',
    RedriveAllowPolicy: 'no permission is checked on this machine: any queue may send its dead letters to any other',
    SqsManagedSseEnabled: UNENCRYPTED,
    Tags: 'nothing is billed or allowed by them',
  },
};

const TEMPLATE_ONLY = ['QueueName', 'Tags'];

/**
 * The CreateQueue request for an AWS::SQS::Queue.
 *
 * @throws TemplateError for a property that changes what the queue does and is not honoured here
 */
export function createQueueRequest(queue: Resource): Parameters & { readonly Attributes: Record<string, string> } {
  const { properties } = queue;
  const unknown = unknownSetting(QUEUE_SETTINGS, Object.keys(properties));
  if (unknown !== undefined) {
    queue.fail(
      `property ${unknown} is not honoured by the embedded SQS, which knows ${QUEUE_SETTINGS.honoured.join(', ')}: ` +
        'do without it, or add it in local/sns-sqs',
    );
  }
  const Attributes = toAttributes(properties, TEMPLATE_ONLY);
  // CloudFormation takes false for a standard queue; the API knows no other value than true.
  if (Attributes.FifoQueue === 'false') delete Attributes.FifoQueue;
  return { QueueName: queue.attributes.QueueName, Attributes };
}
