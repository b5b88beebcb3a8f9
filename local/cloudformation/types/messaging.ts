import { ACCOUNT, arnOf } from '../place.ts';
import { generatedName, nameOf, type ResourceType, type ResourceView, uuidOf } from './resource-type.ts';

const FIFO = '.fifo';

/** The name of a FIFO queue or topic has to end in `.fifo`: CloudFormation sees to that where it makes one up. */
function nameOfEither(resource: ResourceView, name: string, fifo: string, maxLength: number): string {
  if (String(resource.property(fifo)) !== 'true') return nameOf(resource, name, maxLength);
  const start = `${resource.stack}-${resource.logicalId}`;
  return resource.text(name) ?? generatedName(resource, start, maxLength - FIFO.length) + FIFO;
}

const queueName = (resource: ResourceView) => nameOfEither(resource, 'QueueName', 'FifoQueue', 80);
const queueUrl = (resource: ResourceView) => `${resource.endpoint}/${ACCOUNT}/${queueName(resource)}`;
const topicName = (resource: ResourceView) => nameOfEither(resource, 'TopicName', 'FifoTopic', 256);
const topicArn = (resource: ResourceView) => arnOf('sns', topicName(resource));
const subscriptionArn = (resource: ResourceView) => `${resource.requiredText('TopicArn')}:${uuidOf(resource)}`;

export const MESSAGING: Readonly<Record<string, ResourceType>> = {
  'AWS::SQS::Queue': {
    ref: queueUrl,
    attributes: {
      Arn: (resource) => arnOf('sqs', queueName(resource)),
      QueueName: queueName,
      QueueUrl: queueUrl,
    },
  },
  'AWS::SNS::Topic': { ref: topicArn, attributes: { TopicArn: topicArn, TopicName: topicName } },
  'AWS::SNS::Subscription': { ref: subscriptionArn, attributes: { Arn: subscriptionArn } },
};
