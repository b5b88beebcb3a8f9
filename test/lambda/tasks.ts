import type { Context } from 'aws-lambda';
import { VARIABLE } from '../../contract/environment.ts';
import { SAGA_STEPS } from '../../contract/saga.ts';
import type { ExecutionEnded, StepFailed, StepTask } from '../../contract/task.ts';

export const EXECUTION = {
  Id: 'arn:aws:states:us-east-1:000000000000:execution:Saga:1-1',
  Name: '1-1',
  // As a service may write it.
  StartTime: '2026-01-01T12:00:00Z',
};

export const CONTEXT = {
  functionName: 'Step',
  awsRequestId: 'request',
  getRemainingTimeInMillis: () => 10_000,
} as Context;

/** The article's input, in its envelope. */
export const INPUT = { Payload: { TransactionDetails: { TransactionId: '1' } } };

/** What the state machine sends to `run`. */
export function runTask(Step: string, overrides: Partial<StepTask> = {}): StepTask {
  return { Step, Saga: SAGA_STEPS, Input: INPUT, Execution: EXECUTION, RetryCount: 0, ...overrides };
}

/** What the state machine sends to `rollback`. */
export function rollbackTask(Step: string, overrides: Partial<StepTask & StepFailed> = {}): StepTask & StepFailed {
  return { ...runTask(Step), Failed: { [Step]: { Error: 'SimulatedFailure', Cause: 'simulated' } }, ...overrides };
}

/** What a recovery sends to `rollback`. */
export function recoveryTask(Step: string, overrides: Partial<StepTask> = {}): StepTask & ExecutionEnded {
  return { ...runTask(Step), Recovery: { Error: 'States.Timeout', Cause: '' }, ...overrides };
}

/** Sets what a stack sets; before the import of a step, which reads it once. */
export function setStepEnvironment(overrides: NodeJS.ProcessEnv = {}): void {
  Object.assign(process.env, {
    [VARIABLE.tableName]: 'Transactions',
    [VARIABLE.simulateFail]: 'true',
    [VARIABLE.recordRetentionDays]: '90',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    ...overrides,
  });
}
