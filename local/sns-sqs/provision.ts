import type { Assembly, Resource } from '../cloudformation/assembly.ts';
import type { SnsCall, SqsCall } from './fauxqs.ts';
import { toQuery } from './query-parameters.ts';
import { createQueueRequest } from './queues.ts';
import { subscribeRequest } from './subscriptions.ts';
import { createTopicRequest } from './topics.ts';
import { xmlText } from './xml-text.ts';

export interface ProvisionProps {
  readonly sqs: SqsCall;
  readonly sns: SnsCall;
  readonly renameSubscription: (from: string, to: string) => void;
}

/**
 * Creates the queues, topics and subscriptions of the templates.
 *
 * @throws TemplateError for what cannot be created
 */
export async function provision(assembly: Assembly, { sqs, sns, renameSubscription }: ProvisionProps): Promise<void> {
  const queues = assembly.resources('AWS::SQS::Queue').map((queue) => ({ queue, request: createQueueRequest(queue) }));
  for (const { queue, request } of queues) {
    const { RedrivePolicy: _later, ...Attributes } = request.Attributes;
    await orFail(queue, sqs('CreateQueue', { ...request, Attributes }));
  }
  // Only now, because a dead-letter queue may stand behind its source in the template.
  for (const { queue, request } of queues) {
    const { RedrivePolicy } = request.Attributes;
    if (RedrivePolicy === undefined) continue;
    await orFail(queue, sqs('SetQueueAttributes', { QueueUrl: queue.physicalId, Attributes: { RedrivePolicy } }));
  }
  for (const topic of assembly.resources('AWS::SNS::Topic')) {
    await orFail(topic, sns(toQuery('CreateTopic', createTopicRequest(topic))));
  }
  for (const subscription of assembly.resources('AWS::SNS::Subscription')) {
    const answer = await orFail(subscription, sns(toQuery('Subscribe', subscribeRequest(subscription))));
    renameSubscription(xmlText(answer, 'SubscriptionArn') ?? '', subscription.physicalId);
  }
}

function orFail<T>(resource: Resource, creation: Promise<T>): Promise<T> {
  return creation.catch((cause: Error) => resource.fail(`cannot be created: ${cause.message}`));
}
