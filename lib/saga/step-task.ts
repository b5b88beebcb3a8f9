import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { JsonPath, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import type { LambdaInvoke, LambdaInvokeJsonPathProps } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { ExactInvoke } from './exact-invoke.ts';
import type { SagaIdentity } from './identity.ts';
import type { SagaStep } from './saga-step.ts';
import { rollbackState } from './state-names.ts';

/** What the tasks of one machine have in common. */
export interface StepTaskContext {
  readonly steps: readonly SagaStep[];
  readonly identity: SagaIdentity;
}

/** `<Step>`: invokes the step's `run` with a `StepTask`; its result stands apart at `$.Results.<Step>`. */
export function runTask(scope: Construct, step: SagaStep, context: StepTaskContext): LambdaInvoke {
  return new ExactInvoke(scope, step.stepName, {
    ...invocation(step, step.run, stepTask(step, context)),
    resultPath: `$.Results.${step.stepName}`,
  });
}

/** `<Step>Rollback`: invokes the step's `rollback` with a `RollbackTask`; its result stands at `$.Rollbacks.<Step>`. */
export function rollbackTask(scope: Construct, step: SagaStep, context: StepTaskContext): LambdaInvoke {
  return new ExactInvoke(scope, rollbackState(step.stepName), {
    ...invocation(step, step.rollback, { ...stepTask(step, context), ...reasonOf(context.identity) }),
    resultPath: `$.Rollbacks.${step.stepName}`,
  });
}

/**
 * The input comes from the execution itself, whole, not from the state before: no step can change what the next one is told,
 * and an input that is not even an object still reaches the step that refuses it.
 */
function stepTask(step: SagaStep, { steps, identity }: StepTaskContext): Record<string, unknown> {
  return {
    Step: step.stepName,
    Saga: identity.saga === undefined ? steps.map(({ stepName }) => stepName) : JsonPath.listAt(identity.saga),
    Input: JsonPath.objectAt(identity.input),
    Execution: {
      Id: JsonPath.stringAt(identity.executionId),
      Name: JsonPath.stringAt(identity.executionName),
      StartTime: JsonPath.stringAt(identity.startTime),
    },
    RetryCount: JsonPath.numberAt('$$.State.RetryCount'),
  };
}

function reasonOf({ reason }: SagaIdentity): Record<string, unknown> {
  return Object.fromEntries(Object.entries(reason).map(([field, path]) => [field, JsonPath.objectAt(path)]));
}

function invocation(step: SagaStep, lambdaFunction: IFunction, payload: Record<string, unknown>) {
  return {
    lambdaFunction,
    payload: TaskInput.fromObject(payload),
    // Not the status code and headers of the invocation, which only fill the 256 KiB that a state may hold.
    resultSelector: { Payload: JsonPath.objectAt('$.Payload') },
    taskTimeout: Timeout.duration(step.taskTimeout),
    // The CDK's own list lacks throttles and has no jitter; the chains add theirs.
    retryOnServiceExceptions: false,
  } satisfies Omit<LambdaInvokeJsonPathProps, 'resultPath'>;
}
