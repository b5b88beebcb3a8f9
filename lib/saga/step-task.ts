import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { JsonPath, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, type LambdaInvokeJsonPathProps } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
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
  return new StepInvoke(scope, step.stepName, {
    ...invocation(step, step.run, stepTask(step, context)),
    resultPath: `$.Results.${step.stepName}`,
  });
}

/** `<Step>Rollback`: invokes the step's `rollback` with a `RollbackTask`; its result stands at `$.Rollbacks.<Step>`. */
export function rollbackTask(scope: Construct, step: SagaStep, context: StepTaskContext): LambdaInvoke {
  return new StepInvoke(scope, rollbackState(step.stepName), {
    ...invocation(step, step.rollback, { ...stepTask(step, context), Error: JsonPath.objectAt('$.Error') }),
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
    Saga: steps.map(({ stepName }) => stepName),
    Input: JsonPath.objectAt(identity.input),
    Execution: {
      Id: JsonPath.stringAt(identity.executionId),
      Name: JsonPath.stringAt(identity.executionName),
      StartTime: JsonPath.stringAt(identity.startTime),
    },
    RetryCount: JsonPath.numberAt('$$.State.RetryCount'),
  };
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

/** LambdaInvoke allows the function and all of its versions, `<arn>:*`; the machine calls nothing but the function. */
class StepInvoke extends LambdaInvoke {
  protected override readonly taskPolicies: PolicyStatement[];

  constructor(scope: Construct, id: string, props: LambdaInvokeJsonPathProps) {
    super(scope, id, props);
    this.taskPolicies = [
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [props.lambdaFunction.functionArn] }),
    ];
  }
}
