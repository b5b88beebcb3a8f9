/** Where the sweep's metrics stand in CloudWatch. */
export const METRIC_NAMESPACE = 'fanout-saga';

/** The one dimension they have: the name of the saga's state machine. */
export const METRIC_DIMENSION = 'StateMachineName';

/** What the sweep counts, once a sweep. */
export const SWEEP_METRIC = {
  /** Sagas that ended more than 5 minutes ago and are still half-done: EventBridge missed them, or their recovery lasts. */
  findings: 'SweepFindings',
  /** Those of them that ended more than an hour ago: their recovery keeps failing. */
  openTooLong: 'SagasOpenTooLong',
} as const;

export type SweepMetric = (typeof SWEEP_METRIC)[keyof typeof SWEEP_METRIC];
