import { Duration } from 'aws-cdk-lib';
import type { Rule } from '../../rules.ts';
import { type RetryPolicy, STEP_RETRY, worstCaseSeconds } from '../retry-policy.ts';
import { closingSeconds, stepsSeconds } from '../saga-rules.ts';
import type { SagaStep } from '../saga-step.ts';
import { MIN_RECORD_RETENTION } from '../step-lambdas.ts';

/** How long `FindSaga` may run: two calls that answer in milliseconds. */
export const FIND_SAGA_TIMEOUT = Duration.seconds(10);
/** How long the state waits for it: 5 seconds more, for the invocation to be accepted and answered. */
export const FIND_SAGA_TASK_TIMEOUT = Duration.seconds(15);

/** What is checked before a recovery's state machine is made of it. */
export interface RecoveryPlan {
  readonly steps: readonly SagaStep[];
  readonly timeout: Duration;
  readonly rollbackRetry: RetryPolicy;
  readonly recordRetention: Duration;
}

export const RECOVERY_RULES: readonly Rule<RecoveryPlan>[] = [
  {
    broken: (plan) => recoverySeconds(plan) > plan.timeout.toSeconds(),
    message: (plan) =>
      `with all their retries the rollbacks of a recovery can take ${recoverySeconds(plan)} s, but it times out after ${plan.timeout.toSeconds()} s, ` +
      `which would leave the saga half-done again: raise its timeout to ${Math.ceil(recoverySeconds(plan) / 60)} minutes at least`,
  },
  {
    broken: ({ recordRetention }) => recordRetention.toDays() < MIN_RECORD_RETENTION.toDays(),
    message: ({ recordRetention }) =>
      `recordRetention is ${recordRetention.toDays()} days, but has to be ${MIN_RECORD_RETENTION.toDays()} at least, ` +
      'as long as the name of an ended execution is taken: raise it',
  },
];

/** The longest way through the machine: every Task needs its last attempt. */
export function recoverySeconds({ steps, rollbackRetry }: Pick<RecoveryPlan, 'steps' | 'rollbackRetry'>): number {
  return (
    worstCaseSeconds(STEP_RETRY, FIND_SAGA_TASK_TIMEOUT.toSeconds()) +
    stepsSeconds(steps, rollbackRetry) +
    closingSeconds(rollbackRetry)
  );
}
