import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { newGroup, templateOf } from '../support/messaging.ts';

const template = templateOf(newGroup());
const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
const runbook = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');
const ofQueue = (name: string) => [
  { Name: 'QueueName', Value: { 'Fn::GetAtt': [Match.stringLikeRegexp(`^${name}`), 'QueueName'] } },
];

describe('alarms', () => {
  test('go off when the oldest message has been 15 minutes old for 3 minutes', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: ofQueue('ordersQueue'),
      Statistic: 'Maximum',
      Threshold: 900,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Period: 60,
      EvaluationPeriods: 3,
    });
  });

  test('take the age from the props', () => {
    const group = newGroup({ group: { maxMessageAge: Duration.hours(1) } });
    templateOf(group).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Threshold: 3_600,
      AlarmDescription: Match.stringLikeRegexp('^A message has waited 3600 s or longer: '),
    });
  });

  test.each(['ordersDeadLetterQueue', 'ordersSubscriptionDeadLetterQueue'])(
    'go off at the first message in %s, for as long as one is there',
    (queue) => {
      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: ofQueue(queue),
        Statistic: 'Maximum',
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Period: 60,
        EvaluationPeriods: 1,
      });
    },
  );

  test('are fine with a queue that is idle and reports nothing', () => {
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { TreatMissingData: 'notBreaching' });
  });

  test('are named after their stack and their place in it', () => {
    expect(alarms.map(({ AlarmName }) => AlarmName)).toEqual([
      'Test/orders/OldestMessage',
      'Test/orders/DeadLetters',
      'Test/orders/FailedDeliveries',
    ]);
  });

  test('are there to be given actions', () => {
    expect(newGroup().alarms.map(({ node }) => node.id)).toEqual(['OldestMessage', 'DeadLetters', 'FailedDeliveries']);
  });

  test('say what they mean, and link a section of the runbook that exists', () => {
    const sections = alarms.map(
      ({ AlarmDescription }) => /^[A-Z].*\. What to do: docs\/runbook\.md#([a-z-]+)$/.exec(AlarmDescription)?.[1],
    );
    expect(new Set(sections).size).toBe(3);
    for (const section of sections) expect(runbook).toMatch(new RegExp(`^## ${section}$`, 'm'));
  });
});
