import { PublishCommand } from '@aws-sdk/client-sns';
import { type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { expect, test } from '@jest/globals';
import { queueUrlParameter } from '../../contract/parameters.ts';
import { useCloud } from '../support/cloud.ts';

const cloud = useCloud();

test('a message reaches every group exactly as it was published, and a group with a filter only if it passes', async () => {
  const odd = '{ "TransactionDetails" : {"TransactionId":"us-1"},\n "Attempt": 2 }';
  const european = '{"TransactionDetails":{"TransactionId":"eu-1"}}';
  for (const Message of [odd, european]) {
    await cloud()
      .snsClient()
      .send(new PublishCommand({ TopicArn: cloud().topicArn, Message }));
  }

  expect(await bodiesOf('saga')).toEqual([european, odd].sort());
  expect(await bodiesOf('audit')).toEqual([european, odd].sort());
  expect(await bodiesOf('europe')).toEqual([european]);
});

async function bodiesOf(group: string): Promise<(string | undefined)[]> {
  const QueueUrl = cloud().parameter(queueUrlParameter(group));
  const { Messages = [] } = await cloud()
    .sqsClient()
    .send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages.map(({ Body }: Message) => Body).sort();
}
