import { describe, expect, test } from '@jest/globals';
import { Duration, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ConfigurationError } from '../../../lib/index.ts';
import { type GroupOptions, idOf, newGroup, templateOf } from '../support/messaging.ts';
import { statementsOf } from '../support/policies.ts';

const template = templateOf(newGroup());
const queues = {
  queue: idOf(template, 'AWS::SQS::Queue', 'ordersQueue'),
  deadLetters: idOf(template, 'AWS::SQS::Queue', 'ordersDeadLetterQueue'),
  failedDeliveries: idOf(template, 'AWS::SQS::Queue', 'ordersSubscriptionDeadLetterQueue'),
};
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const propertiesOf = (id: string) => template.findResources('AWS::SQS::Queue')[id]?.Properties;
const DAY = 86_400;

describe('a consumer group', () => {
  test('is three queues: for its consumers, for dead letters, for failed deliveries', () => {
    template.resourceCountIs('AWS::SQS::Queue', 3);
  });

  test('hides a received message for a minute, lets receivers wait for one, and gives up after ten receives', () => {
    expect(propertiesOf(queues.queue)).toMatchObject({
      VisibilityTimeout: 60,
      ReceiveMessageWaitTimeSeconds: 20,
      RedrivePolicy: { deadLetterTargetArn: arnOf(queues.deadLetters), maxReceiveCount: 10 },
    });
    expect(newGroup().visibilityTimeout.toSeconds()).toBe(60);
  });

  test('keeps a dead letter for a week at least, whenever it was published', () => {
    const { MessageRetentionPeriod: inQueue } = propertiesOf(queues.queue);
    const { MessageRetentionPeriod: inAll } = propertiesOf(queues.deadLetters);
    expect(inAll - inQueue).toBeGreaterThanOrEqual(7 * DAY);
    expect(propertiesOf(queues.failedDeliveries).MessageRetentionPeriod).toBe(14 * DAY);
  });

  test('is encrypted with the key of SQS, under names that CloudFormation gives', () => {
    template.allResourcesProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      KmsMasterKeyId: Match.absent(),
      QueueName: Match.absent(),
      FifoQueue: Match.absent(),
    });
  });

  test('gets messages exactly as they were published, and every one of them', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'sqs',
      TopicArn: { Ref: Match.stringLikeRegexp('^Topic') },
      Endpoint: arnOf(queues.queue),
      RawMessageDelivery: true,
      FilterPolicy: Match.absent(),
      FilterPolicyScope: Match.absent(),
    });
  });

  test('sets aside what SNS cannot deliver', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', {
      RedrivePolicy: { deadLetterTargetArn: arnOf(queues.failedDeliveries) },
    });
  });

  test('is subscribed only when its queue lets the topic in', () => {
    template.hasResource('AWS::SNS::Subscription', { DependsOn: [Match.stringLikeRegexp('^ordersQueuePolicy')] });
  });

  test('gets what its filter lets through, by the body', () => {
    const filterPolicy = { TransactionDetails: { TransactionId: [{ prefix: 'eu-' }, 'x'] }, Attempt: [1] };
    templateOf(newGroup({ group: { filterPolicy } })).hasResourceProperties('AWS::SNS::Subscription', {
      FilterPolicy: filterPolicy,
      FilterPolicyScope: 'MessageBody',
    });
  });

  test('is FIFO throughout where the topic is, with the limits of a message group', () => {
    const fifo = templateOf(newGroup({ topic: { fifo: true } }));
    fifo.allResourcesProperties('AWS::SQS::Queue', {
      FifoQueue: true,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
      ContentBasedDeduplication: Match.absent(),
    });
  });

  test('follows its props', () => {
    const group = newGroup({ group: { visibilityTimeout: Duration.minutes(5), maxReceiveCount: 3 } });
    expect(group.visibilityTimeout.toSeconds()).toBe(300);
    templateOf(group).hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: 300,
      RedrivePolicy: Match.objectLike({ maxReceiveCount: 3 }),
    });
  });
});

describe('a consumer', () => {
  test('is granted four actions on its queue', () => {
    const group = newGroup();
    const consumer = new Role(Stack.of(group), 'Consumer', {
      assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com'),
    });
    group.grantConsume(consumer).assertSuccess();
    expect(statementsOf(templateOf(group))).toEqual([
      {
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
        resources: [arnOf(queues.queue)],
      },
    ]);
  });
});

describe('metrics', () => {
  test.each([
    ['metricOldestMessageAge', 'queue', 'ApproximateAgeOfOldestMessage', 'Maximum'],
    ['metricWaiting', 'queue', 'ApproximateNumberOfMessagesVisible', 'Maximum'],
    ['metricInFlight', 'queue', 'ApproximateNumberOfMessagesNotVisible', 'Maximum'],
    ['metricDone', 'queue', 'NumberOfMessagesDeleted', 'Sum'],
    ['metricDeadLetters', 'deadLetters', 'ApproximateNumberOfMessagesVisible', 'Maximum'],
    ['metricFailedDeliveries', 'failedDeliveries', 'ApproximateNumberOfMessagesVisible', 'Maximum'],
  ] as const)('%s is of the %s: %s', (method, queue, metricName, statistic) => {
    const group = newGroup();
    const metric = group[method]({ period: Duration.minutes(1) });
    expect(metric).toMatchObject({ namespace: 'AWS/SQS', metricName, statistic });
    expect(metric.period.toSeconds()).toBe(60);
    expect(Stack.of(group).resolve(metric.dimensions)).toEqual({
      QueueName: { 'Fn::GetAtt': [queues[queue], 'QueueName'] },
    });
  });
});

describe('what cannot be', () => {
  const refused: [string, GroupOptions['group'], RegExp][] = [
    ['a visibility timeout below 10 s', { visibilityTimeout: Duration.seconds(9) }, /visibilityTimeout is 9 s, but/],
    ['one above 12 h', { visibilityTimeout: Duration.seconds(43_201) }, /has to be 10 to 43200 s: a message/],
    ['no receive at all', { maxReceiveCount: 0 }, /maxReceiveCount is 0, but has to be .* from 1 to 1000: change it/],
    ['too many receives', { maxReceiveCount: 1_001 }, /maxReceiveCount is 1001, but/],
    ['half a receive', { maxReceiveCount: 2.5 }, /maxReceiveCount is 2.5, but has to be a whole number/],
    ['an age below a minute', { maxMessageAge: Duration.seconds(59) }, /maxMessageAge is 59 s, but has to be 60 to/],
    [
      'an age that no message reaches',
      { maxMessageAge: Duration.days(7) },
      /is 604800 s, but has to be 60 to 518400 s/,
    ],
    ['a filter that nothing passes', { filterPolicy: { Attempt: [] } }, /filterPolicy.Attempt is an empty list, which/],
  ];

  test.each(refused)('%s is refused with the reason', (_what, group, message) => {
    expect(() => newGroup({ group })).toThrow(message);
    expect(() => newGroup({ group })).toThrow(ConfigurationError);
  });

  test('is reported all at once, with the path of the group', () => {
    const group = { maxReceiveCount: 0, visibilityTimeout: Duration.seconds(1) };
    expect(() => newGroup({ group })).toThrow(/^Test\/orders: visibilityTimeout.*\nTest\/orders: maxReceiveCount/);
  });

  test.each([
    { visibilityTimeout: Duration.seconds(10), maxReceiveCount: 1, maxMessageAge: Duration.minutes(1) },
    { visibilityTimeout: Duration.hours(12), maxReceiveCount: 1_000, maxMessageAge: Duration.days(6) },
  ])('begins only beyond the limits', (group) => {
    expect(templateOf(newGroup({ group })).findResources('AWS::SQS::Queue')).not.toEqual({});
  });
});
