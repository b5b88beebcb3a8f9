import { SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { type Outcome, parseOutcome } from '../../../contract/outcome.ts';
import { PARAMETER } from '../../../contract/parameters.ts';
import type { EmbeddedCloud } from '../../../local/cloud.ts';

/** Subscribes a new queue to the topic of outcomes, by a filter policy where one is given. @returns the queue's URL */
export async function subscribe(cloud: EmbeddedCloud, QueueName: string, filterPolicy?: object): Promise<string> {
  const { QueueUrl = '' } = await cloud.sqsClient().send(new CreateQueueCommand({ QueueName }));
  const TopicArn = cloud.parameter(PARAMETER.outcomeTopicArn);
  const Endpoint = TopicArn.replace(/:sns:(.*):[^:]+$/, `:sqs:$1:${QueueName}`);
  await cloud.snsClient().send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint,
      Attributes: {
        RawMessageDelivery: 'true',
        ...(filterPolicy !== undefined && { FilterPolicy: JSON.stringify(filterPolicy) }),
      },
    }),
  );
  return QueueUrl;
}

/** Takes all outcomes out of a queue, once nothing more happens by itself. */
export async function told(cloud: EmbeddedCloud, queueUrl: string): Promise<Outcome[]> {
  await cloud.idle();
  return (await take(cloud, queueUrl)).map(parseOutcome);
}

/** Takes out what could not be published. */
export async function setAside(cloud: EmbeddedCloud): Promise<string[]> {
  await cloud.idle();
  const isTheirs = ({ logicalId }: { logicalId: string }) => logicalId.startsWith('SagaOutcomeTopicDeadLetterQueue');
  const queue = cloud.resources('AWS::SQS::Queue').find(isTheirs);
  return await take(cloud, String(queue?.physicalId));
}

async function take(cloud: EmbeddedCloud, QueueUrl: string): Promise<string[]> {
  const sqs = cloud.sqsClient();
  const bodies: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return bodies;
    for (const { Body = '', ReceiptHandle } of Messages) {
      bodies.push(Body);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}
