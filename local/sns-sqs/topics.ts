import type { Resource } from '../cloudformation/assembly.ts';
import type { Parameters } from '../http/aws-json.ts';
import { type Settings, toAttributes, unknownSetting } from './settings.ts';

/** What is said of a topic: the names are the same in a template and in the API. */
export const TOPIC_SETTINGS: Settings = {
  honoured: ['ContentBasedDeduplication', 'FifoThroughputScope', 'FifoTopic'],
  withoutEffect: {
    DeliveryStatusLogging: 'deliveries are not logged: on this machine they do not fail',
    DisplayName: 'it stands in mails and short messages alone, which are not sent',
    KmsMasterKeyId: 'everything is held in memory, unencrypted',
    Policy: 'no permission is checked on this machine',
    SignatureVersion: 'messages to queues are not checked by their signature',
    Tags: 'nothing is billed or allowed by them',
    TopicName: 'the physical id is made of it',
    TracingConfig: 'no traces are collected',
  },
};

const TEMPLATE_ONLY = ['DeliveryStatusLogging', 'Tags', 'TopicName'];

/**
 * The CreateTopic request for an AWS::SNS::Topic.
 *
 * @throws TemplateError for a property that changes what the topic does and is not honoured here, such as an archive
 */
export function createTopicRequest(topic: Resource): Parameters {
  const { properties } = topic;
  const unknown = unknownSetting(TOPIC_SETTINGS, Object.keys(properties));
  if (unknown !== undefined) {
    topic.fail(
      `property ${unknown} is not honoured by the embedded SNS, which knows ${TOPIC_SETTINGS.honoured.join(', ')}: ` +
        'do without it, or add it in local/sns-sqs',
    );
  }
  const Attributes = toAttributes(properties, TEMPLATE_ONLY);
  // CloudFormation takes false for a standard topic; the API knows no other value than true.
  if (Attributes.FifoTopic === 'false') delete Attributes.FifoTopic;
  return { Name: topic.attributes.TopicName, Attributes };
}
