import type { Duration } from 'aws-cdk-lib';
import type { Rule } from '../rules.ts';
import { type FilterPolicy, filterPolicyFlaw } from './filter-policy.ts';

/** What is checked before a group is made of it. */
export interface ConsumerGroupPlan {
  readonly visibilityTimeout: Duration;
  readonly maxReceiveCount: number;
  readonly maxMessageAge: Duration;
  readonly filterPolicy: FilterPolicy | undefined;
}

/** A heartbeat goes out at half the visibility timeout; below 10 s it has no second chance. 12 hours is the limit of SQS. */
export const VISIBILITY_TIMEOUT_SECONDS = { min: 10, max: 43_200 };
/** The limits of SQS. */
export const MAX_RECEIVE_COUNT = { min: 1, max: 1_000 };
/** Shorter than a minute it is not measured; at 7 days the queue has dropped the message. */
export const MAX_MESSAGE_AGE_SECONDS = { min: 60, max: 6 * 86_400 };

export const CONSUMER_GROUP_RULES: readonly Rule<ConsumerGroupPlan>[] = [
  {
    broken: ({ visibilityTimeout }) => outside(VISIBILITY_TIMEOUT_SECONDS, visibilityTimeout.toSeconds()),
    message: ({ visibilityTimeout }) =>
      `visibilityTimeout is ${visibilityTimeout.toSeconds()} s, but has to be ${VISIBILITY_TIMEOUT_SECONDS.min} to ${VISIBILITY_TIMEOUT_SECONDS.max} s: a message that takes longer is kept by heartbeats`,
  },
  {
    broken: ({ maxReceiveCount }) => !Number.isInteger(maxReceiveCount) || outside(MAX_RECEIVE_COUNT, maxReceiveCount),
    message: ({ maxReceiveCount }) =>
      `maxReceiveCount is ${maxReceiveCount}, but has to be a whole number from ${MAX_RECEIVE_COUNT.min} to ${MAX_RECEIVE_COUNT.max}: change it`,
  },
  {
    broken: ({ maxMessageAge }) => outside(MAX_MESSAGE_AGE_SECONDS, maxMessageAge.toSeconds()),
    message: ({ maxMessageAge }) =>
      `maxMessageAge is ${maxMessageAge.toSeconds()} s, but has to be ${MAX_MESSAGE_AGE_SECONDS.min} to ${MAX_MESSAGE_AGE_SECONDS.max} s, a day before the queue drops the message: change it`,
  },
  {
    broken: ({ filterPolicy }) => filterPolicy !== undefined && filterPolicyFlaw(filterPolicy) !== undefined,
    message: ({ filterPolicy }) => String(filterPolicyFlaw(filterPolicy)),
  },
];

function outside({ min, max }: { min: number; max: number }, value: number): boolean {
  return value < min || value > max;
}
