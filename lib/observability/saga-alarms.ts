import type { Alarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { RunbookAlarm } from './runbook-alarm.ts';

/** A saga, as far as it is watched. */
export interface WatchedSaga {
  metricFailed(options?: MetricOptions): Metric;
  metricThrottled(options?: MetricOptions): Metric;
}

/** How the executions of a saga fare. That one is left half-done is an alarm of its recovery. */
export function sagaAlarms(scope: Construct, saga: WatchedSaga, failedThreshold: number): readonly Alarm[] {
  return [
    new RunbookAlarm(scope, 'ExecutionsFailed', {
      metric: saga.metricFailed(),
      threshold: failedThreshold,
      meaning: 'Many sagas fail: each is rolled back, but what they were for does not happen.',
      runbookSection: 'executions-failed',
    }),
    new RunbookAlarm(scope, 'ExecutionsThrottled', {
      metric: saga.metricThrottled(),
      // A short burst is ridden out: Step Functions waits and goes on.
      evaluationPeriods: 3,
      meaning: 'Step Functions holds sagas back: the account has used up its state transitions.',
      runbookSection: 'executions-throttled',
    }),
  ];
}
