import type { Duration } from 'aws-cdk-lib';
import { RESERVED_STEP_NAMES, STEP_NAME_PATTERN } from '../../contract/saga.ts';
import type { Rule } from '../rules.ts';
import { OWN_IDENTITY } from './identity.ts';
import { PUBLISH_RETRY, PUBLISH_TASKS, PUBLISH_TIMEOUT } from './outcomes/publish-outcome.ts';
import { RECORD_TASK_TIMEOUT } from './record-tasks.ts';
import { type RetryPolicy, worstCaseSeconds } from './retry-policy.ts';
import type { SagaStep } from './saga-step.ts';
import { SEND_RETRY, SEND_TIMEOUT } from './send-to-recovery-queue.ts';
import { RECOVERY_STATE, rollbackFailedState, rollbackState, STATE } from './state-names.ts';

/** What is checked before a state machine is made of it. */
export interface SagaPlan {
  readonly steps: readonly SagaStep[];
  readonly timeout: Duration;
  readonly retry: RetryPolicy;
  readonly rollbackRetry: RetryPolicy;
}

/** How many states talk to the table, one after another, on the longest way to close a record. */
const CLOSING_TASKS = 3;

/** A recovery has a state machine of its own, but the same steps: their names have to be free in both. */
const FIXED_STATES: readonly string[] = [
  ...Object.values(STATE),
  ...Object.keys(OWN_IDENTITY.transaction),
  ...Object.values(RECOVERY_STATE),
];

export const SAGA_RULES: readonly Rule<SagaPlan>[] = [
  {
    broken: ({ steps }) => steps.length === 0,
    message: () => 'steps is an empty list, but a saga has to have one step at least: give it its steps in order',
  },
  {
    broken: ({ steps }) => repeated(names(steps)) !== undefined,
    message: ({ steps }) =>
      `two steps have the name ${repeated(names(steps))}, but each needs one of its own, under which the record keeps its data: rename one`,
  },
  {
    broken: ({ steps }) => malformed(steps) !== undefined,
    message: ({ steps }) =>
      `${JSON.stringify(malformed(steps))} cannot be the name of a step, which is 1 to 48 of A-Z a-z 0-9 with a letter first: rename the step`,
  },
  {
    broken: ({ steps }) => reserved(steps) !== undefined,
    message: ({ steps }) =>
      `${reserved(steps)} cannot be the name of a step, because every record has an attribute of that name (${RESERVED_STEP_NAMES.join(', ')}): rename the step`,
  },
  {
    // Two steps of one name are reported as such, not as two states.
    broken: (plan) => repeated(names(plan.steps)) === undefined && repeated(stateNames(plan)) !== undefined,
    message: (plan) =>
      `two states would have the name ${repeated(stateNames(plan))}: a step X makes the states X, ${rollbackState('X')} and ${rollbackFailedState('X')}, ` +
      `and every saga has ${FIXED_STATES.join(', ')}: rename the step`,
  },
  {
    broken: (plan) => worstCase(plan).total > plan.timeout.toSeconds(),
    message: (plan) => {
      const { forward, rollbacks, closing, total } = worstCase(plan);
      return (
        `with all their retries the steps can take ${total} s (${forward} s forward, ${rollbacks} s to roll back, ${closing} s to close the record and to tell of it), ` +
        `but the saga times out after ${plan.timeout.toSeconds()} s, which would cut a rollback short: ` +
        `raise the timeout to ${Math.ceil(total / 60)} minutes at least, or lower the timeouts of the steps or their retries`
      );
    },
  },
];

/** The seconds of the longest way through the machine: every Task needs its last attempt, and then the last step fails. */
export function worstCase({ steps, retry, rollbackRetry }: SagaPlan) {
  const forward = stepsSeconds(steps, retry);
  const rollbacks = stepsSeconds(steps, rollbackRetry);
  const closing = closingSeconds(rollbackRetry);
  return { forward, rollbacks, closing, total: forward + rollbacks + closing };
}

/** One Task of each step, each with all its attempts. */
export function stepsSeconds(steps: readonly SagaStep[], policy: RetryPolicy): number {
  return steps.reduce((sum, { taskTimeout }) => sum + worstCaseSeconds(policy, taskTimeout.toSeconds()), 0);
}

/** The longest way from the last rollback to the end. */
export function closingSeconds(rollbackRetry: RetryPolicy): number {
  return (
    CLOSING_TASKS * worstCaseSeconds(rollbackRetry, RECORD_TASK_TIMEOUT.toSeconds()) +
    worstCaseSeconds(SEND_RETRY, SEND_TIMEOUT.toSeconds()) +
    PUBLISH_TASKS * worstCaseSeconds(PUBLISH_RETRY, PUBLISH_TIMEOUT.toSeconds())
  );
}

function names(steps: readonly SagaStep[]): string[] {
  return steps.map(({ stepName }) => stepName);
}

function stateNames({ steps }: SagaPlan): string[] {
  return [...FIXED_STATES, ...names(steps).flatMap((name) => [name, rollbackState(name), rollbackFailedState(name)])];
}

function repeated(list: readonly string[]): string | undefined {
  return list.find((name, index) => list.indexOf(name) !== index);
}

function malformed(steps: readonly SagaStep[]): string | undefined {
  return names(steps).find((name) => !STEP_NAME_PATTERN.test(name));
}

function reserved(steps: readonly SagaStep[]): string | undefined {
  return names(steps).find((name) => RESERVED_STEP_NAMES.includes(name));
}
