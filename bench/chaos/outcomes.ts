import { SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { type Outcome, parseOutcome } from '../../contract/outcome.ts';
import { PARAMETER } from '../../contract/parameters.ts';
import type { EmbeddedCloud } from '../../local/cloud.ts';

const QueueName = 'chaos-outcomes';

/** Somebody who wants to know what becomes of transactions: a queue on the topic of outcomes. */
export class OutcomeListener {
  readonly #cloud: EmbeddedCloud;
  readonly #queueUrl: string;

  private constructor(cloud: EmbeddedCloud, queueUrl: string) {
    this.#cloud = cloud;
    this.#queueUrl = queueUrl;
  }

  static async subscribe(cloud: EmbeddedCloud): Promise<OutcomeListener> {
    const { QueueUrl = '' } = await cloud.sqsClient().send(new CreateQueueCommand({ QueueName }));
    const TopicArn = cloud.parameter(PARAMETER.outcomeTopicArn);
    const Endpoint = TopicArn.replace(/:sns:(.*):[^:]+$/, `:sqs:$1:${QueueName}`);
    await cloud
      .snsClient()
      .send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes: { RawMessageDelivery: 'true' } }));
    return new OutcomeListener(cloud, QueueUrl);
  }

  /** Takes all that was told. */
  async told(): Promise<readonly Outcome[]> {
    const sqs = this.#cloud.sqsClient();
    const QueueUrl = this.#queueUrl;
    const outcomes: Outcome[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      if (Messages.length === 0) return outcomes;
      outcomes.push(...Messages.map(({ Body = '' }) => parseOutcome(Body)));
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
  }
}
