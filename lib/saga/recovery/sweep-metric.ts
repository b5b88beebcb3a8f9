import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { METRIC_DIMENSION, METRIC_NAMESPACE, type SweepMetric } from '../../../contract/sweep-metrics.ts';

/** What the sweep counts of a saga. Each sweep counts all that there is, so a maximum says more than a sum. */
export function sweepMetric(saga: StateMachine, metricName: SweepMetric, options: MetricOptions = {}): Metric {
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { [METRIC_DIMENSION]: saga.stateMachineName },
    statistic: 'max',
    ...options,
  });
}
