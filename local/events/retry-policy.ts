import { isObject } from '../../contract/describe.ts';
import { AwsError } from '../http/aws-error.ts';

/** For how long EventBridge tries to deliver an event. */
export interface RetryPolicy {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeMs: number;
}

/** EventBridge's own defaults: 185 retries, or 24 hours. */
export function readRetryPolicy(policy: unknown): RetryPolicy {
  const { MaximumRetryAttempts = 185, MaximumEventAgeInSeconds = 86_400 } = isObject(policy) ? policy : {};
  return {
    maximumRetryAttempts: Number(MaximumRetryAttempts),
    maximumEventAgeMs: Number(MaximumEventAgeInSeconds) * 1000,
  };
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 10 * 60_000;

/**
 * How long EventBridge waits before a retry. It only says that it backs off exponentially, with jitter.
 *
 * @param random 0 to 1
 */
export function retryWaitMs(retry: number, random: number): number {
  return Math.ceil(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (retry - 1)) * (0.5 + random / 2));
}

/** Whether another attempt may well succeed: not where the target does not exist, or does not take what it is given. */
export function isRetriable(error: unknown): boolean {
  return !(error instanceof AwsError) || error.status >= 429 || /Throttl|TooMany|LimitExceeded/.test(error.code);
}
