import { PublishBatchCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { depthOf } from '../../bench/chaos/queues.ts';
import { queueUrlParameter } from '../../contract/parameters.ts';
import type { EmbeddedCloud } from '../../local/cloud.ts';

/** Publishes messages, ten at a time. */
export async function publish(cloud: EmbeddedCloud, messages: readonly object[]): Promise<void> {
  const sns = cloud.snsClient();
  for (let from = 0; from < messages.length; from += 10) {
    const PublishBatchRequestEntries = messages
      .slice(from, from + 10)
      .map((message, index) => ({ Id: String(index), Message: JSON.stringify(message) }));
    await sns.send(new PublishBatchCommand({ TopicArn: cloud.topicArn, PublishBatchRequestEntries }));
  }
}

/** How many messages a group's queue holds, visible and not. */
export async function depth(cloud: EmbeddedCloud, group: string): Promise<{ visible: number; inFlight: number }> {
  return depthOf(cloud.sqsClient(), cloud.parameter(queueUrlParameter(group)));
}

/** How many messages of a group have been received too often. */
export async function deadLetters(cloud: EmbeddedCloud, group: string): Promise<number> {
  const QueueUrl = cloud.parameter(queueUrlParameter(group));
  const { Attributes } = await cloud
    .sqsClient()
    .send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }));
  const { deadLetterTargetArn } = JSON.parse(Attributes?.RedrivePolicy ?? '{}') as { deadLetterTargetArn: string };
  const queue = cloud.resources('AWS::SQS::Queue').find(({ attributes }) => attributes.Arn === deadLetterTargetArn);
  return (await depthOf(cloud.sqsClient(), queue?.physicalId)).visible;
}

/** Resolves when a queue has nothing left, in flight or waiting. */
export async function drained(cloud: EmbeddedCloud, group: string): Promise<void> {
  for (;;) {
    const { visible, inFlight } = await depth(cloud, group);
    if (visible + inFlight === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The executions of the saga, by name, each as often as it was started. */
export function executionNames(cloud: EmbeddedCloud): string[] {
  return [...cloud.stepFunctions.executions.all()].map(({ props }) => props.name);
}

/** Resolves when every execution that was started has ended. */
export async function allEnded(cloud: EmbeddedCloud): Promise<void> {
  await Promise.all([...cloud.stepFunctions.executions.all()].map(({ ended }) => ended));
}

export function transactions(prefix: string, count: number): { TransactionDetails: { TransactionId: string } }[] {
  return Array.from({ length: count }, (_, index) => ({ TransactionDetails: { TransactionId: `${prefix}-${index}` } }));
}
