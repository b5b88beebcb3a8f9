import { Choice, Condition, type IChainable, JsonPath, Pass, type State } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { REFUSALS } from '../../../contract/errors.ts';
import type { RetryPolicy } from '../retry-policy.ts';
import { rollbackOf } from '../rollback-chain.ts';
import { RECOVERY_STATE } from '../state-names.ts';
import type { StepTaskContext } from '../step-task.ts';

export interface RollbackLoopProps extends StepTaskContext {
  readonly retry: RetryPolicy;
  /** Where a rollback's refusal goes. */
  readonly onRefused: IChainable;
  /** What follows the last rollback. */
  readonly closing: IChainable;
}

/** The names of the steps that are still to undo, the next one first. */
const STEPS = '$.ToUndo.Steps';

/**
 * The rollbacks that `FindSaga` names, in that order. A loop, since the order is that of the deploy with which the execution
 * began, and the steps of this one may be others, or stand in another order.
 */
export function rollbackLoop(scope: Construct, props: RollbackLoopProps): State {
  const next = new Choice(scope, RECOVERY_STATE.nextStep);
  const done = new Pass(scope, RECOVERY_STATE.stepDone, {
    parameters: { Steps: JsonPath.listAt(`${STEPS}[1:]`) },
    resultPath: '$.ToUndo',
  });
  for (const step of props.steps) {
    // The input was read by FindSaga, of the same deploy: where a rollback cannot, no other can.
    const rollback = rollbackOf(scope, step, { ...props, next: done, refusals: REFUSALS });
    next.when(isNext(step.stepName), rollback);
  }
  done.next(next);
  return next.otherwise(props.closing);
}

/** A Choice that looks at what is not there fails the execution, so it is asked for first. */
function isNext(stepName: string): Condition {
  return Condition.and(Condition.isPresent(`${STEPS}[0]`), Condition.stringEquals(`${STEPS}[0]`, stepName));
}
