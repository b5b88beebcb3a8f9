import { describe, expect, test } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { FanoutTopic } from '../../../lib/index.ts';
import { newStack } from '../support/messaging.ts';
import { statementsOf } from '../support/policies.ts';

function newRole(stack: ReturnType<typeof newStack>): Role {
  return new Role(stack, 'Publisher', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
}

describe('a topic', () => {
  test('is encrypted with the key that SNS has in each account, which has no monthly fee', () => {
    const stack = newStack();
    new FanoutTopic(stack, 'Topic');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::SNS::Topic', {
      KmsMasterKeyId: 'alias/aws/sns',
      FifoTopic: Match.absent(),
      TopicName: Match.absent(),
    });
    template.resourceCountIs('AWS::KMS::Key', 0);
  });

  test('refuses to be published to without TLS', () => {
    const stack = newStack();
    new FanoutTopic(stack, 'Topic');
    Template.fromStack(stack).hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 'sns:Publish',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ].map(Match.objectLike),
      },
    });
  });

  test('grants a publisher to publish, and nothing besides', () => {
    const stack = newStack();
    new FanoutTopic(stack, 'Topic').grantPublish(newRole(stack));
    expect(statementsOf(Template.fromStack(stack))).toEqual([
      { actions: ['sns:Publish'], resources: [{ Ref: expect.stringMatching(/^Topic/) }] },
    ]);
  });

  test('takes a key of your own, and grants its use to a publisher with it', () => {
    const stack = newStack();
    new FanoutTopic(stack, 'Topic', { masterKey: new Key(stack, 'Key') }).grantPublish(newRole(stack));
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::SNS::Topic', {
      KmsMasterKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
    });
    expect(statementsOf(template).flatMap(({ actions }) => actions)).toEqual([
      'sns:Publish',
      'kms:Decrypt',
      'kms:GenerateDataKey*',
    ]);
  });

  test('is FIFO where asked, with the limits of a message group, and leaves ids to the publisher', () => {
    const stack = newStack();
    const topic = new FanoutTopic(stack, 'Topic', { fifo: true });
    expect(topic.fifo).toBe(true);
    Template.fromStack(stack).hasResourceProperties('AWS::SNS::Topic', {
      FifoTopic: true,
      FifoThroughputScope: 'MessageGroup',
      TopicName: Match.stringLikeRegexp('\\.fifo$'),
      ContentBasedDeduplication: Match.absent(),
    });
  });

  test.each([
    ['metricNumberOfMessagesPublished', 'NumberOfMessagesPublished'],
    ['metricNumberOfNotificationsDelivered', 'NumberOfNotificationsDelivered'],
    ['metricNumberOfNotificationsFailed', 'NumberOfNotificationsFailed'],
    ['metricNumberOfNotificationsFilteredOut', 'NumberOfNotificationsFilteredOut'],
  ] as const)('has %s', (method, metricName) => {
    const topic = new FanoutTopic(newStack(), 'Topic');
    expect(topic[method]()).toMatchObject({ namespace: 'AWS/SNS', metricName, statistic: 'Sum' });
  });
});
