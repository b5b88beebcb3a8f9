import { PublishBatchCommand } from '@aws-sdk/client-sns';
import { DeleteMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { bodies, FAN_OUT, getAtt, queue, start, subscription, topic } from './messaging.ts';

describe('the message group of a standard topic or queue', () => {
  test('is given back with the message, and nothing else is', async () => {
    const { sns, sqs, publish, receive, ref } = await start(FAN_OUT);
    const TopicArn = ref('Topic');
    const tenant = { DataType: 'String', StringValue: 'x' };
    await publish('one', { MessageGroupId: 'blue', MessageAttributes: { tenant } });
    const entry = { Id: 'a', Message: 'two', MessageGroupId: 'red' };
    await sns.send(
      new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: [entry, { Id: 'b', Message: 'three' }] }),
    );
    await sqs.send(new SendMessageCommand({ QueueUrl: ref('Queue'), MessageBody: 'four', MessageGroupId: 'green' }));
    const received = await receive('Queue');
    expect(received.map(({ Body, Attributes }) => [Body, Attributes?.MessageGroupId])).toEqual([
      ['one', 'blue'],
      ['two', 'red'],
      ['three', undefined],
      ['four', 'green'],
    ]);
    expect(received.map(({ MessageAttributes }) => MessageAttributes)).toEqual([
      { tenant },
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('is not given to whoever does not ask for it', async () => {
    const { publish, receive } = await start(FAN_OUT);
    await publish('one', { MessageGroupId: 'blue' });
    const [message] = await receive('Queue', { MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    expect(message?.Attributes).toEqual({ ApproximateReceiveCount: '1' });
  });

  test('does not show in the envelope', async () => {
    const { publish, receive } = await start({
      ...FAN_OUT,
      Subscription: subscription('Queue', { RawMessageDelivery: false }),
    });
    await publish('one', { MessageGroupId: 'blue' });
    const [unasked] = await receive('Queue', { MessageSystemAttributeNames: [], VisibilityTimeout: 0 });
    expect(unasked?.Attributes).toBeUndefined();
    const [message] = await receive('Queue');
    const envelope = JSON.parse(String(message?.Body));
    expect(envelope).toMatchObject({ Type: 'Notification', Message: 'one' });
    expect(envelope).not.toHaveProperty('MessageAttributes');
    expect(message?.Attributes?.MessageGroupId).toBe('blue');
  });
});

describe('a FIFO topic', () => {
  const fifo = (properties: object = {}) => queue({ FifoQueue: true, ...properties });
  const resources = { Topic: topic({ FifoTopic: true }), Queue: fifo(), Subscription: subscription('Queue') };
  const perGroup = {
    Topic: topic({ FifoTopic: true, FifoThroughputScope: 'MessageGroup' }),
    Queue: fifo({ DeduplicationScope: 'messageGroup', FifoThroughputLimit: 'perMessageGroupId' }),
    Subscription: subscription('Queue'),
  };
  const as = (MessageGroupId: string, MessageDeduplicationId: string) => ({ MessageGroupId, MessageDeduplicationId });

  test('delivers the messages of a group in order, one at a time, and each once', async () => {
    const { sqs, publish, receive, ref } = await start(resources);
    await publish('first', as('g', '1'));
    await publish('second', as('g', '2'));
    await publish('first again', as('g', '1'));
    await publish('other', as('h', '3'));
    const [first, other, ...rest] = await receive('Queue');
    expect([first?.Body, other?.Body, rest]).toEqual(['first', 'other', []]);
    expect(await receive('Queue')).toEqual([]);
    await sqs.send(new DeleteMessageCommand({ QueueUrl: ref('Queue'), ReceiptHandle: first?.ReceiptHandle }));
    expect(bodies(await receive('Queue'))).toEqual(['second']);
  });

  test.each([
    ['its whole length', resources, ['one']],
    ['the message group', perGroup, ['one', 'two']],
  ])('knows a deduplication id within %s', async (_, scoped, expected) => {
    const { publish, receive } = await start(scoped);
    await publish('one', as('g', '1'));
    await publish('two', as('h', '1'));
    await publish('one again', as('g', '1'));
    const received = await receive('Queue');
    expect(bodies(received)).toEqual(expected);
    expect(received[0]?.Attributes).toMatchObject(as('g', '1'));
  });

  test('takes the digest of the body as deduplication id where it is told to', async () => {
    const { Topic, ...others } = perGroup;
    const byContent = topic({ ...Topic.Properties, ContentBasedDeduplication: true });
    const { publish, receive } = await start({ ...others, Topic: byContent });
    await publish('same', { MessageGroupId: 'g' });
    await publish('same', { MessageGroupId: 'g' });
    await publish('same', { MessageGroupId: 'h' });
    expect(bodies(await receive('Queue'))).toEqual(['same', 'same']);
  });

  test('moves what was received too often to a FIFO dead-letter queue', async () => {
    const { publish, receive } = await start({
      ...resources,
      Queue: fifo({ RedrivePolicy: { deadLetterTargetArn: getAtt('Dead', 'Arn'), maxReceiveCount: 1 } }),
      Dead: fifo(),
    });
    await publish('poison', as('g', '1'));
    expect(bodies(await receive('Queue', { VisibilityTimeout: 0 }))).toEqual(['poison']);
    expect(await receive('Queue')).toEqual([]);
    expect(bodies(await receive('Dead'))).toEqual(['poison']);
  });

  test('asks for a message group', async () => {
    const { publish } = await start(resources);
    await expect(publish('x')).rejects.toThrow('The MessageGroupId parameter is required for FIFO topics.');
  });

  test.each([
    [
      'a standard queue',
      { ...resources, Queue: queue() },
      'Subscription',
      'Endpoint is a standard queue, to which the embedded SNS does not deliver from a FIFO topic',
    ],
    [
      'a standard topic',
      { ...resources, Topic: topic() },
      'Subscription',
      'Endpoint is a FIFO queue, which cannot be subscribed to a standard topic',
    ],
    [
      'a standard dead-letter queue',
      {
        Queue: fifo({ RedrivePolicy: { deadLetterTargetArn: getAtt('Dead', 'Arn'), maxReceiveCount: 1 } }),
        Dead: queue(),
      },
      'Queue',
      'Dead-letter queue must be same type of queue as the source.',
    ],
  ])('is not mixed with %s', async (_, mixed, at, problem) => {
    await expect(start(mixed)).rejects.toThrow(
      new RegExp(`stack App, resource ${at} .*cannot be created: .*${problem}`),
    );
  });
});
