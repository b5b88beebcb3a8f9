import { GetTopicAttributesCommand, ListTopicsCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { readAssembly } from '../../../local/cloudformation/assembly.ts';
import { QUEUE_SETTINGS } from '../../../local/sns-sqs/queues.ts';
import { SUBSCRIPTION_SETTINGS } from '../../../local/sns-sqs/subscriptions.ts';
import { TOPIC_SETTINGS } from '../../../local/sns-sqs/topics.ts';
import { writeAssembly } from '../cloudformation/write-assembly.ts';
import { FAN_OUT, getAtt, queue, start, subscription, topic } from './messaging.ts';

const endpoint = 'http://127.0.0.1:4566';

function read(Resources: object, options = { endpoint }) {
  return readAssembly(writeAssembly({ stacks: { App: { Resources } } }), options);
}

describe('physical ids and attributes', () => {
  test('of a queue are its URL, its ARN and its name', () => {
    const [found] = read({ It: queue() }).resources('AWS::SQS::Queue');
    const name = String(found?.attributes.QueueName);
    expect(name).toMatch(/^App-It-[0-9A-F]{12}$/);
    expect(found).toMatchObject({
      physicalId: `${endpoint}/000000000000/${name}`,
      attributes: { Arn: `arn:aws:sqs:us-east-1:000000000000:${name}`, QueueUrl: `${endpoint}/000000000000/${name}` },
    });
  });

  test('of a topic are its ARN and its name', () => {
    const [found] = read({ It: topic({ TopicName: 'fanout' }) }).resources('AWS::SNS::Topic');
    const arn = 'arn:aws:sns:us-east-1:000000000000:fanout';
    expect(found).toMatchObject({ physicalId: arn, attributes: { TopicArn: arn, TopicName: 'fanout' } });
  });

  test('of a subscription are an ARN below that of its topic, the same in every run', () => {
    const arn = () => read(FAN_OUT).resources('AWS::SNS::Subscription')[0]?.physicalId;
    expect(arn()).toMatch(/^arn:aws:sns:us-east-1:000000000000:App-Topic-[0-9A-F]{12}:[0-9a-f-]{36}$/);
    expect(arn()).toBe(arn());
  });

  test.each([true, 'true'])('end in .fifo where CloudFormation makes them up and FIFO is %j', (isFifo) => {
    const assembly = read({ Q: queue({ FifoQueue: isFifo }), T: topic({ FifoTopic: isFifo }) });
    expect(assembly.resources('AWS::SQS::Queue')[0]?.attributes.QueueName).toMatch(/^App-Q-[0-9A-F]{12}\.fifo$/);
    expect(assembly.resources('AWS::SNS::Topic')[0]?.attributes.TopicName).toMatch(/^App-T-[0-9A-F]{12}\.fifo$/);
  });

  test('are no longer than the services allow', () => {
    const Resources = { [`Q${'q'.repeat(200)}`]: queue({ FifoQueue: true }) };
    expect(read(Resources).resources('AWS::SQS::Queue')[0]?.attributes.QueueName).toHaveLength(80);
  });

  test('of a queue are not made up without the endpoint', () => {
    const [found] = readAssembly(writeAssembly({ stacks: { App: { Resources: { It: queue() } } } })).resources(
      'AWS::SQS::Queue',
    );
    expect(() => found?.physicalId).toThrow(
      'resource It (AWS::SQS::Queue): its physical id begins with the endpoint, but the assembly was read without one',
    );
  });
});

describe('a property', () => {
  test('that changes nothing on this machine is accepted', async () => {
    const { sns, sqs, ref } = await start({
      Topic: topic({ KmsMasterKeyId: 'alias/aws/sns', TracingConfig: 'Active', Tags: [], FifoTopic: false }),
      Queue: queue({
        FifoQueue: false,
        KmsMasterKeyId: 'alias/aws/sqs',
        RedriveAllowPolicy: { redrivePermission: 'denyAll' },
        SqsManagedSseEnabled: false,
        Tags: [],
      }),
      Dead: queue({ SqsManagedSseEnabled: true }),
      Subscription: subscription('Queue', { RedrivePolicy: { deadLetterTargetArn: getAtt('Dead', 'Arn') } }),
      QueuePolicy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: {} } },
      TopicPolicy: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: {} } },
    });
    const TopicArn = ref('Topic');
    expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn }]);
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(Attributes).toMatchObject({ KmsMasterKeyId: 'alias/aws/sns', SubscriptionsConfirmed: '1' });
    expect(Attributes).not.toHaveProperty('FifoTopic');
    const all = new GetQueueAttributesCommand({ QueueUrl: ref('Queue'), AttributeNames: ['All'] });
    expect((await sqs.send(all)).Attributes).not.toHaveProperty('FifoQueue');
  });

  test.each([
    [
      'AWS::SQS::Queue',
      { It: queue({ Colour: 'blue' }) },
      'property Colour is not honoured by the embedded SQS, which knows',
    ],
    [
      'AWS::SNS::Topic',
      { It: topic({ ArchivePolicy: {} }) },
      'property ArchivePolicy is not honoured by the embedded SNS',
    ],
    [
      'AWS::SNS::Subscription',
      { ...FAN_OUT, It: subscription('Queue', { ReplayPolicy: {} }) },
      'property ReplayPolicy is not honoured by the embedded SNS',
    ],
    [
      'AWS::SQS::Queue',
      { It: queue({ VisibilityTimeout: 50_000 }) },
      'cannot be created: Invalid value for the parameter VisibilityTimeout',
    ],
  ])('of %s that is not honoured, or wrong, is refused by name', async (type, resources, problem) => {
    await expect(start(resources)).rejects.toThrow(`stack App, resource It (${type}): ${problem}`);
  });

  test.each(
    [QUEUE_SETTINGS, TOPIC_SETTINGS, SUBSCRIPTION_SETTINGS].flatMap(({ withoutEffect }) =>
      Object.entries(withoutEffect),
    ),
  )('%s is without effect for a reason', (_, reason) => {
    expect(reason).toMatch(/\w+ \w+ \w+/);
  });
});
