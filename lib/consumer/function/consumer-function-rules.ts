import type { Duration } from 'aws-cdk-lib';
import type { HandlerName } from '../../../contract/consumer-groups.ts';
import type { Rule } from '../../rules.ts';

/** What is checked before a function is made of it. */
export interface ConsumerFunctionPlan {
  readonly handler: HandlerName;
  readonly hasSaga: boolean;
  readonly maxConcurrency: number;
  readonly timeout: Duration;
  /** Of the group's queue. */
  readonly visibilityTimeout: Duration;
  readonly startRatePerSecond: number;
  readonly startBurst: number;
}

/** The limits of an event source mapping's ScalingConfig. */
export const MAX_CONCURRENCY = { min: 2, max: 1_000 };
/** Below 3 s, a cold start and a call leave no second try; 15 minutes is the limit of Lambda. */
export const TIMEOUT_SECONDS = { min: 3, max: 900 };

export const CONSUMER_FUNCTION_RULES: readonly Rule<ConsumerFunctionPlan>[] = [
  {
    broken: ({ handler, hasSaga }) => handler === 'start-saga' && !hasSaga,
    message: () => 'the handler start-saga has no saga to start: pass the saga, or take the handler audit',
  },
  {
    broken: ({ maxConcurrency }) => !isWholeNumber(maxConcurrency, MAX_CONCURRENCY),
    message: ({ maxConcurrency }) =>
      `maxConcurrency is ${maxConcurrency}, but has to be a whole number from ${MAX_CONCURRENCY.min} to ${MAX_CONCURRENCY.max}, as an event source of SQS allows: change it`,
  },
  {
    broken: ({ timeout }) => timeout.toSeconds() < TIMEOUT_SECONDS.min || timeout.toSeconds() > TIMEOUT_SECONDS.max,
    message: ({ timeout }) =>
      `timeout is ${timeout.toSeconds()} s, but has to be ${TIMEOUT_SECONDS.min} to ${TIMEOUT_SECONDS.max} s: change it`,
  },
  {
    broken: ({ timeout, visibilityTimeout }) => timeout.toSeconds() > visibilityTimeout.toSeconds(),
    message: ({ timeout, visibilityTimeout }) =>
      `timeout is ${timeout.toSeconds()} s, but may be at most the visibility timeout of the group's queue, ${visibilityTimeout.toSeconds()} s, or AWS refuses the event source: lower it, or raise the group's visibilityTimeout to six times as much`,
  },
  {
    broken: (plan) => rates(plan).some((rate) => !isWholeNumber(rate, { min: 1, max: 100_000 })),
    message: ({ startRatePerSecond, startBurst }) =>
      `startRatePerSecond is ${startRatePerSecond} and startBurst is ${startBurst}, but both have to be whole numbers from 1 to 100000: give your account's quota of StartExecution`,
  },
  {
    // A share is a whole number, and at least one.
    broken: (plan) => plan.handler === 'start-saga' && plan.maxConcurrency > Math.min(...rates(plan)),
    message: (plan) =>
      `maxConcurrency is ${plan.maxConcurrency}, but ${Math.min(...rates(plan))} executions cannot be shared by so many invocations at a time: lower it, or raise startRatePerSecond and startBurst with your quota of StartExecution`,
  },
];

function rates({ startRatePerSecond, startBurst }: ConsumerFunctionPlan): readonly number[] {
  return [startRatePerSecond, startBurst];
}

function isWholeNumber(value: number, { min, max }: { min: number; max: number }): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
