import type { IChainable, INextable, State } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { failedPath } from './identity.ts';
import { refusalsAt } from './refusals.ts';
import { RETRYABLE_ERRORS, type RetryPolicy, retryOn } from './retry-policy.ts';
import type { StepWithRollback } from './rollback-chain.ts';
import { runTask, type StepTaskContext } from './step-task.ts';

export interface ForwardChainProps extends StepTaskContext {
  readonly retry: RetryPolicy;
  /** Where a step's refusal goes. */
  readonly onRefused: IChainable;
  /** The steps again, each with the rollback to go to. That of the step that failed runs too: whether it wrote is not known. */
  readonly withRollbacks: readonly StepWithRollback[];
}

/** The steps in order: a transition each, and none besides. */
export function forwardChain(scope: Construct, props: ForwardChainProps): State {
  const tasks = props.withRollbacks.map(({ step, rollback }, index) => {
    const task = runTask(scope, step, props);
    task.addRetry(retryOn(RETRYABLE_ERRORS, props.retry));
    // First, and without a ResultPath: the error becomes the whole state, which works for an input of any kind.
    task.addCatch(props.onRefused, { errors: refusalsAt(index) });
    task.addCatch(rollback, { resultPath: failedPath(step.stepName) });
    return task;
  });
  return inSequence(tasks);
}

/** Leads each state to the next and returns the first. */
export function inSequence(states: readonly (State & INextable)[]): State {
  return states.reduceRight((next, state) => {
    state.next(next);
    return state;
  });
}
