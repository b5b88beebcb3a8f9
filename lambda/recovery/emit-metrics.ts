import type { Logger } from '@aws-lambda-powertools/logger';
import { METRIC_DIMENSION, METRIC_NAMESPACE, type SweepMetric } from '../../contract/sweep-metrics.ts';

/**
 * Counts in the embedded metric format: a line of the log that CloudWatch makes metrics of, with no call and no permission
 * of its own.
 */
export function emitMetrics(
  logger: Logger,
  stateMachineName: string,
  counts: Readonly<Record<SweepMetric, number>>,
  now: Date,
): void {
  logger.info('sweep done', {
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: METRIC_NAMESPACE,
          Dimensions: [[METRIC_DIMENSION]],
          Metrics: Object.keys(counts).map((Name) => ({ Name, Unit: 'Count' })),
        },
      ],
    },
    [METRIC_DIMENSION]: stateMachineName,
    ...counts,
  });
}
