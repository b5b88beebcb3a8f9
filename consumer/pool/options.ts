import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Backoff } from '../backoff.ts';
import type { Handler } from '../handler.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';

export interface ConsumerPoolProps {
  /** Deletes, extends and releases; with `maxAttempts: 1`, because the pool does the retrying. */
  readonly client: SQSClient;
  /**
   * Receives, likewise with `maxAttempts: 1`. One of its own keeps parked polls from taking the sockets of deletes; with
   * at most 8 pollers, the 50 sockets of one client do as well.
   *
   * @default client
   */
  readonly receiveClient?: SQSClient;
  readonly queueUrl: string;
  readonly handler: Handler;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly metrics: Metrics;
  /** For how long a message is hidden at a time, 2 to 43,200 s; it is extended at half of it. @default 30 */
  readonly visibilityTimeoutSeconds?: number;
  /** How long a receive waits for a message, 0 to 20 s. @default 20 */
  readonly waitTimeSeconds?: number;
  /** How many handlers run at a time, at least 1. @default 100 */
  readonly maxInFlight?: number;
  /** How many receives are out at a time, at most, 1 to 40. @default 8 */
  readonly maxPollers?: number;
  /**
   * How many messages may wait for a handler beyond `maxInFlight`, so that parked polls reserve none of it: at most what
   * the handlers finish in a second, and never more than ten a poller.
   *
   * @default 10 x maxPollers
   */
  readonly prefetch?: number;
  /** A message that has waited so long for a handler is given back, in milliseconds. @default - the visibility timeout */
  readonly maxPrefetchAgeMs?: number;
  /** How long a message that is done waits for nine others to be deleted with, 0 to 1,000 ms. @default 20 */
  readonly deleteWaitMs?: number;
  /** Of a call that is not a receive, in milliseconds; a receive has its wait and 5 s. @default 5_000 */
  readonly callTimeoutMs?: number;
  /**
   * After how long a drain stops waiting for handlers and polls, in milliseconds. It ends at most 8 s later: 2 s for handlers
   * to heed their signal, 6 s to delete and release.
   *
   * @default 45_000, which leaves 7 s of a pod's 60 s of grace
   */
  readonly drainTimeoutMs?: number;
  /** How long a poisonous message stays hidden, by its receive count. @default - 1 s doubling to 60 s */
  readonly poisonBackoff?: Backoff;
  /** Likewise after any other error of the handler. @default - 5 s doubling to 900 s */
  readonly failureBackoff?: Backoff;
  /** Between tries while downstream throttles. @default - 200 ms doubling to 10 s: at most 5 a second */
  readonly throttleBackoff?: Backoff;
}

export type PoolSettings = Required<ConsumerPoolProps>;

/** SQS hands out and takes back at most ten messages a call. */
export const MAX_BATCH = 10;
/** A message can be hidden for so long in all, from its receive. */
export const MAX_VISIBILITY_SECONDS = 43_200;

/** @throws Error with all that is wrong: what, got, allowed */
export function settingsOf(props: ConsumerPoolProps): PoolSettings {
  const maxPollers = props.maxPollers ?? 8;
  const visibilityTimeoutSeconds = props.visibilityTimeoutSeconds ?? 30;
  const settings: PoolSettings = {
    ...props,
    receiveClient: props.receiveClient ?? props.client,
    visibilityTimeoutSeconds,
    waitTimeSeconds: props.waitTimeSeconds ?? 20,
    maxInFlight: props.maxInFlight ?? 100,
    maxPollers,
    prefetch: props.prefetch ?? maxPollers * MAX_BATCH,
    maxPrefetchAgeMs: props.maxPrefetchAgeMs ?? visibilityTimeoutSeconds * 1000,
    deleteWaitMs: props.deleteWaitMs ?? 20,
    callTimeoutMs: props.callTimeoutMs ?? 5_000,
    drainTimeoutMs: props.drainTimeoutMs ?? 45_000,
    poisonBackoff: props.poisonBackoff ?? { baseMs: 1_000, maxMs: 60_000 },
    failureBackoff: props.failureBackoff ?? { baseMs: 5_000, maxMs: 900_000 },
    throttleBackoff: props.throttleBackoff ?? { baseMs: 200, maxMs: 10_000 },
  };
  const limits: readonly [name: keyof PoolSettings, min: number, max: number][] = [
    ['visibilityTimeoutSeconds', 2, MAX_VISIBILITY_SECONDS],
    ['waitTimeSeconds', 0, 20],
    ['maxInFlight', 1, 10_000],
    // Of a client's 50 sockets, ten are left to deletes.
    ['maxPollers', 1, 40],
    ['prefetch', 0, maxPollers * MAX_BATCH],
    ['maxPrefetchAgeMs', 100, MAX_VISIBILITY_SECONDS * 1000],
    ['deleteWaitMs', 0, 1_000],
    ['callTimeoutMs', 100, 60_000],
    ['drainTimeoutMs', 0, 3_600_000],
  ];
  const wrong = limits
    .filter(([name, min, max]) => !isWholeNumber(settings[name], min, max))
    .map(
      ([name, min, max]) => `${name} is ${String(settings[name])}, but has to be a whole number from ${min} to ${max}`,
    );
  if (wrong.length > 0) throw new RangeError(wrong.join('; '));
  return settings;
}

function isWholeNumber(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}
