import { Duration } from 'aws-cdk-lib';
import type { Alarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { RunbookAlarm } from '../../observability/runbook-alarm.ts';

/** A recovery, as far as it is watched. */
export interface WatchedRecovery extends Construct {
  metricSweepFindings(options?: MetricOptions): Metric;
  metricSagasOpenTooLong(options?: MetricOptions): Metric;
  metricSweepErrors(options?: MetricOptions): Metric;
  metricDeadLetters(options?: MetricOptions): Metric;
}

/** Recovery is in trouble itself. That a saga waits for a person is the alarm of the recovery queue. */
export function recoveryAlarms(recovery: WatchedRecovery): readonly Alarm[] {
  return [
    new RunbookAlarm(recovery, 'SweepFindings', {
      metric: recovery.metricSweepFindings(),
      meaning: 'A sweep found sagas that had ended half-done 5 minutes ago or more. It has started their recovery.',
      runbookSection: 'sweep-findings',
    }),
    new RunbookAlarm(recovery, 'OpenTooLong', {
      metric: recovery.metricSagasOpenTooLong(),
      meaning: 'A saga has been half-done for an hour: its recovery does not come to an end.',
      runbookSection: 'open-too-long',
    }),
    new RunbookAlarm(recovery, 'SweepErrors', {
      metric: recovery.metricSweepErrors({ period: Duration.hours(1) }),
      // A single one is made up for by the next sweep.
      evaluationPeriods: 2,
      meaning: 'The sweep fails: sagas that EventBridge tells nobody of stay half-done.',
      runbookSection: 'sweep-errors',
    }),
    new RunbookAlarm(recovery, 'UndeliveredEvents', {
      metric: recovery.metricDeadLetters({ period: Duration.minutes(1) }),
      meaning:
        'EventBridge could not start a recovery, or not tell of one that failed. The sweep makes up for the first.',
      runbookSection: 'undelivered-events',
    }),
  ];
}
