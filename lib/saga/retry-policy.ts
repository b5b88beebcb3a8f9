import { Duration } from 'aws-cdk-lib';
import { JitterType, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';
import { ERROR_NAME } from '../../contract/errors.ts';

/** How a Task is retried: exponential, capped, with full jitter (each wait is drawn from 0 to its nominal length). */
export interface RetryPolicy {
  /** The nominal wait before the first retry, in seconds. */
  readonly intervalSeconds: number;
  /** What each further wait is multiplied by. */
  readonly backoffRate: number;
  /** The longest nominal wait, in seconds. */
  readonly maxDelaySeconds: number;
  /** How many times the Task is tried again after its first attempt. */
  readonly maxAttempts: number;
}

/**
 * Forward: 1 + 2 + 4 + 8 + 16 = 31 s of waits at most. A throttle of some seconds is ridden out; a longer trouble is better
 * rolled back than waited for.
 */
export const STEP_RETRY: RetryPolicy = { intervalSeconds: 1, backoffRate: 2, maxDelaySeconds: 20, maxAttempts: 5 };

/**
 * Backward: 1 + 2 + 4 + 8 + 16 + 6 x 30 = 211 s of waits at most. Giving up leaves a half-done saga to recovery, so it is
 * put off for as long as five steps fit into the saga's default timeout of an hour.
 */
export const ROLLBACK_RETRY: RetryPolicy = { intervalSeconds: 1, backoffRate: 2, maxDelaySeconds: 30, maxAttempts: 11 };

/**
 * What a forward step is retried on: the Lambda service's own troubles, a worker that died or hung, and what the step
 * itself calls transient. Anything else is the step's verdict, and trying again would not change it.
 *
 * `Lambda.…` and `States.…` are names of Step Functions' ("Handling errors in Step Functions workflows" in its guide);
 * `Sandbox.…` and `Runtime.…` are those that Lambda answers with as errorType where the environment ended and not the code:
 * it ran out of time or memory, exited, died of something unknown, or its answer was cut off.
 */
export const RETRYABLE_ERRORS: readonly string[] = [
  'Lambda.TooManyRequestsException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
  'Sandbox.Failure',
  'Runtime.ExitError',
  'Runtime.OutOfMemory',
  'Runtime.TruncatedResponse',
  'Runtime.Unknown',
  'States.Timeout',
  ERROR_NAME.transient,
];

/** A Retry of the state machine: the policy, for these errors. */
export function retryOn(errors: readonly string[], policy: RetryPolicy): RetryProps {
  return {
    errors: [...errors],
    interval: Duration.seconds(policy.intervalSeconds),
    backoffRate: policy.backoffRate,
    maxDelay: Duration.seconds(policy.maxDelaySeconds),
    maxAttempts: policy.maxAttempts,
    jitterStrategy: JitterType.FULL,
  };
}

/** Keeps errors from a `States.ALL` that stands behind: the first Retry that names an error decides. */
export function neverOn(errors: readonly string[]): RetryProps {
  return { errors: [...errors], maxAttempts: 0 };
}

/** The waits between all attempts, none shortened by jitter. */
export function longestWaitSeconds(policy: RetryPolicy): number {
  const { intervalSeconds, backoffRate, maxDelaySeconds, maxAttempts } = policy;
  let total = 0;
  for (let retry = 0; retry < maxAttempts; retry += 1) {
    total += Math.min(intervalSeconds * backoffRate ** retry, maxDelaySeconds);
  }
  return total;
}

/** The longest that a Task can take: every attempt runs into its timeout, and no wait is shortened by jitter. */
export function worstCaseSeconds(policy: RetryPolicy, timeoutSeconds: number): number {
  return (policy.maxAttempts + 1) * timeoutSeconds + longestWaitSeconds(policy);
}
