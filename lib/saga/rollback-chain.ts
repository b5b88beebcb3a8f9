import { Errors, type IChainable, JsonPath, Pass, type State } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { STEP_STATUS } from '../../contract/saga.ts';
import { refusalsAt } from './refusals.ts';
import { neverOn, type RetryPolicy, retryOn } from './retry-policy.ts';
import type { SagaStep } from './saga-step.ts';
import { rollbackFailedState } from './state-names.ts';
import { rollbackTask, type StepTaskContext } from './step-task.ts';

export interface RollbackChainProps extends StepTaskContext {
  readonly retry: RetryPolicy;
  /** Where a rollback's refusal goes. */
  readonly onRefused: IChainable;
  /** What follows the rollback of the first step. */
  readonly closing: IChainable;
}

/** A step, and where its rollback and those of all steps before it begin. */
export interface StepWithRollback {
  readonly step: SagaStep;
  readonly rollback: State;
}

/** Gives each step its rollback, in the steps' order. Each leads to that of the step before it, the first to the closing. */
export function rollbackChain(scope: Construct, props: RollbackChainProps): readonly StepWithRollback[] {
  let next = props.closing;
  return props.steps.map((step, index) => {
    const rollback = rollbackOf(scope, step, { ...props, next, refusals: refusalsAt(index) });
    next = rollback;
    return { step, rollback };
  });
}

export interface RollbackProps extends Omit<RollbackChainProps, 'closing'> {
  /** What follows, whether this rollback goes well or fails for good. */
  readonly next: IChainable;
  /** The errors that are its refusals. */
  readonly refusals: readonly string[];
}

/** `<Step>Rollback`, retried long; and `<Step>RollbackFailed`, where that was in vain. */
export function rollbackOf(scope: Construct, step: SagaStep, props: RollbackProps): State {
  const { next, refusals } = props;
  const task = rollbackTask(scope, step, props);
  task.addRetry(neverOn(refusals));
  task.addRetry(retryOn([Errors.ALL], props.retry));
  task.addCatch(props.onRefused, { errors: [...refusals] });
  const failed = noteFailure(scope, step, props);
  task.addCatch(failed, { resultPath: `$.RollbackErrors.${step.stepName}` });
  // A rollback that failed for good does not keep the others from theirs.
  failed.next(next);
  task.next(next);
  return task;
}

/** `<Step>RollbackFailed`: keeps the audit entry, as the closing state will append it, with the time of the failure. */
function noteFailure(scope: Construct, { stepName }: SagaStep, { identity }: StepTaskContext): Pass {
  return new Pass(scope, rollbackFailedState(stepName), {
    parameters: {
      M: {
        Execution: { S: JsonPath.stringAt(identity.executionId) },
        Name: { S: stepName },
        Status: { S: STEP_STATUS.rollbackFailed },
        Ts: { S: JsonPath.stringAt('$$.State.EnteredTime') },
      },
    },
    resultPath: `$.RollbackFailures.${stepName}`,
  });
}
