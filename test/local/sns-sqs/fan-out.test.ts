import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishBatchCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { bodies, FAN_OUT, queue, start, subscription, topic } from './messaging.ts';

describe('what is published', () => {
  const groups = {
    Topic: topic({ KmsMasterKeyId: 'alias/aws/sns' }),
    Saga: queue(),
    Audit: queue(),
    ToSaga: subscription('Saga'),
    ToAudit: subscription('Audit'),
  };

  test('reaches every group as it was published, attributes included', async () => {
    const { publish, receive } = await start(groups);
    const message = '{ "TransactionDetails": {"TransactionId": "1"},  "text": "<&\\"é😀" }';
    const tenant = { DataType: 'String', StringValue: 'blue' };
    await publish(message, { MessageAttributes: { tenant } });
    for (const group of ['Saga', 'Audit']) {
      expect(await receive(group)).toMatchObject([{ Body: message, MessageAttributes: { tenant } }]);
    }
  });

  test('comes in an envelope where delivery is not raw', async () => {
    const { publish, receive, ref } = await start({
      ...groups,
      ToAudit: subscription('Audit', { RawMessageDelivery: false }),
    });
    await publish('hello', { Subject: 'a subject' });
    const [message] = await receive('Audit');
    expect(JSON.parse(String(message?.Body))).toMatchObject({
      Type: 'Notification',
      TopicArn: ref('Topic'),
      Subject: 'a subject',
      Message: 'hello',
    });
    expect(bodies(await receive('Saga'))).toEqual(['hello']);
  });

  test('reaches a queue that was made and subscribed by hand', async () => {
    const { sns, sqs, endpoint, publish, receive, ref } = await start(groups);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'mine' }));
    expect(QueueUrl).toBe(`${endpoint}/000000000000/mine`);
    const Endpoint = 'arn:aws:sqs:us-east-1:000000000000:mine';
    const { SubscriptionArn } = await sns.send(
      new SubscribeCommand({
        TopicArn: ref('Topic'),
        Protocol: 'sqs',
        Endpoint,
        Attributes: { RawMessageDelivery: 'true' },
      }),
    );
    await publish('one');
    expect(bodies(await receive('', { QueueUrl }))).toEqual(['one']);
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    await publish('two');
    expect(await receive('', { QueueUrl })).toEqual([]);
  });

  test('goes to nobody by mail', async () => {
    const email = {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'email', Endpoint: 'me@example.com' },
    };
    const { publish } = await start({ ...groups, email });
    expect(await publish('hello')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a batch', () => {
  const batch = (TopicArn: string, messages: readonly string[]) =>
    new PublishBatchCommand({
      TopicArn,
      PublishBatchRequestEntries: messages.map((Message, at) => ({ Id: `m${at}`, Message })),
    });

  test('is delivered message by message', async () => {
    const { sns, receive, ref } = await start(FAN_OUT);
    const messages = Array.from({ length: 10 }, (_, at) => `message ${at}`);
    const { Successful, Failed } = await sns.send(batch(ref('Topic'), messages));
    expect(Successful?.map(({ Id }) => Id)).toEqual(messages.map((_, at) => `m${at}`));
    expect(Failed).toEqual([]);
    expect(bodies(await receive('Queue'))).toEqual(messages);
  });

  test.each([
    ['11 messages', Array.from({ length: 11 }, () => 'x'), 'TooManyEntriesInBatchRequestException'],
    ['more than 256 KiB', ['x'.repeat(131_072), 'x'.repeat(131_073)], 'BatchRequestTooLongException'],
    ['an empty message', ['x', ''], 'InvalidParameterException'],
  ])('of %s is refused', async (_, messages, name) => {
    const { sns, receive, ref } = await start(FAN_OUT);
    await expect(sns.send(batch(ref('Topic'), messages))).rejects.toMatchObject({ name });
    expect(await receive('Queue')).toEqual([]);
  });

  test('of exactly 256 KiB is taken', async () => {
    const { sns, ref } = await start(FAN_OUT);
    const { Successful } = await sns.send(batch(ref('Topic'), ['x'.repeat(131_072), 'x'.repeat(131_072)]));
    expect(Successful).toHaveLength(2);
  });
});

describe('a subscription', () => {
  test('is known by the ARN that the template gives it', async () => {
    const { sns, ref } = await start(FAN_OUT);
    const SubscriptionArn = ref('Subscription');
    const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: ref('Topic') }));
    expect(Subscriptions?.map((one) => one.SubscriptionArn)).toEqual([SubscriptionArn]);
    const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(Attributes).toMatchObject({ SubscriptionArn, RawMessageDelivery: 'true', PendingConfirmation: 'false' });
  });

  test.each([
    [
      'a queue that does not exist',
      { Endpoint: 'arn:aws:sqs:us-east-1:000000000000:nobody' },
      'has to be the ARN of a queue that exists',
    ],
    ['another protocol', { Protocol: 'lambda' }, 'Protocol is "lambda", but the embedded SNS delivers to sqs alone'],
    [
      'an attribute that changes deliveries',
      { Attributes: { ReplayPolicy: '{}' } },
      'does not honour the attribute ReplayPolicy of Subscribe',
    ],
    ['a filter that is no JSON', { Attributes: { FilterPolicy: '{' } }, 'FilterPolicy is not JSON'],
  ])('of %s is refused', async (_, request, message) => {
    const { sns, ref } = await start({ ...FAN_OUT, Queue: queue({ QueueName: 'q' }) });
    const Endpoint = 'arn:aws:sqs:us-east-1:000000000000:q';
    const subscribe = new SubscribeCommand({ TopicArn: ref('Topic'), Protocol: 'sqs', Endpoint, ...request });
    await expect(sns.send(subscribe)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(message),
    });
  });
});

test.each([
  [
    'Message',
    { MessageStructure: 'json' },
    'the embedded SNS does not honour MessageStructure of Publish: leave it out',
  ],
  ['TopicArn', { TopicArn: 'arn:aws:sns:us-east-1:000000000000:nobody' }, 'Topic does not exist'],
])('publishing with an impossible %s is refused', async (_, request, message) => {
  const { publish } = await start(FAN_OUT);
  await expect(publish('{}', request)).rejects.toThrow(message);
});
