import type { Counter, CounterSeries, Histogram, Metrics } from '../metrics.ts';
import { FAILURE_CLASSES, type FailureClass } from './failure.ts';

/** The settled ways of a message, as the label `outcome` has them. */
const OUTCOMES = ['done', 'duplicate', 'poison', 'failed', 'released'] as const;
const CALLS = ['receive', 'delete', 'visibility'] as const;

export type Outcome = (typeof OUTCOMES)[number];
export type CallName = (typeof CALLS)[number];

/** Seconds. A handler's own work is milliseconds, a quota's wait is seconds. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** What the pool counts. */
export class PoolMetrics {
  readonly received: CounterSeries;
  readonly redelivered: CounterSeries;
  readonly deleted: CounterSeries;
  readonly undeleted: CounterSeries;
  readonly throttled: CounterSeries;
  readonly extended: CounterSeries;
  readonly lost: CounterSeries;
  readonly handlerSeconds: Histogram;
  readonly outcome: Readonly<Record<Outcome, CounterSeries>>;
  readonly calls: Readonly<Record<CallName, CounterSeries>>;
  readonly #failures: Counter;

  constructor(metrics: Metrics) {
    const counter = (name: string, help: string) => metrics.counter(`consumer_${name}`, help);
    this.received = counter('messages_received_total', 'Messages received, each receive counted.').with();
    this.redelivered = counter('messages_redelivered_total', 'Messages received while they were in hand.').with();
    this.deleted = counter('messages_deleted_total', 'Messages deleted from the queue.').with();
    this.undeleted = counter(
      'messages_undeleted_total',
      'Messages done that could not be deleted, and come again.',
    ).with();
    this.throttled = counter('throttled_total', 'Times that downstream asked to slow down.').with();
    this.extended = counter('messages_extended_total', 'Visibility timeouts extended.').with();
    this.lost = counter(
      'messages_lost_total',
      'Messages that became visible to others while they were in hand.',
    ).with();
    this.handlerSeconds = metrics.histogram('consumer_handler_seconds', 'How long handlers took.', SECONDS);
    const outcomes = counter('messages_handled_total', 'Messages settled, by what came of them.');
    this.outcome = series(OUTCOMES, (outcome) => outcomes.with({ outcome }));
    const calls = counter('sqs_calls_total', 'Calls to SQS.');
    this.calls = series(CALLS, (call) => calls.with({ call }));
    this.#failures = counter('sqs_failures_total', 'Calls to SQS that failed, by call and class.');
    for (const call of CALLS) for (const failure of FAILURE_CLASSES) this.failure(call, failure);
  }

  failure(call: CallName, failure: FailureClass): CounterSeries {
    return this.#failures.with({ call, class: failure });
  }
}

function series<N extends string>(names: readonly N[], of: (name: N) => CounterSeries): Record<N, CounterSeries> {
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<N, CounterSeries>;
}
