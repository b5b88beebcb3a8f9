import { Duration } from 'aws-cdk-lib';
import type { Alarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { RunbookAlarm } from '../observability/runbook-alarm.ts';

/** SQS reports its metrics once a minute. */
const period = Duration.minutes(1);

/** A consumer group, as far as it is watched. */
export interface WatchedGroup extends Construct {
  metricOldestMessageAge(props?: MetricOptions): Metric;
  metricDeadLetters(props?: MetricOptions): Metric;
  metricFailedDeliveries(props?: MetricOptions): Metric;
}

/** The group is late, or messages ended where nobody works on them. */
export function consumerGroupAlarms(group: WatchedGroup, maxMessageAge: Duration): readonly Alarm[] {
  return [
    new RunbookAlarm(group, 'OldestMessage', {
      metric: group.metricOldestMessageAge({ period }),
      threshold: maxMessageAge.toSeconds(),
      // Three in a row: the age is approximate.
      evaluationPeriods: 3,
      meaning: `A message has waited ${maxMessageAge.toSeconds()} s or longer: the consumers of the group are down, failing or too few.`,
      runbookSection: 'oldest-message',
    }),
    // Of both, how many there are, not how many came in: SQS counts no message that it moves by itself as sent.
    new RunbookAlarm(group, 'DeadLetters', {
      metric: group.metricDeadLetters({ period }),
      meaning: 'A message was received too often without being done: it is poison, or what it needs keeps failing.',
      runbookSection: 'dead-letters',
    }),
    new RunbookAlarm(group, 'FailedDeliveries', {
      metric: group.metricFailedDeliveries({ period }),
      meaning: 'SNS could not deliver a message to the group, and no consumer has seen it.',
      runbookSection: 'failed-deliveries',
    }),
  ];
}
