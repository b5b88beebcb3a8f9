import { Duration } from 'aws-cdk-lib';
import { type IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { enforce, type Rule } from '../rules.ts';
import { StepLambdas, type StepLambdasProps } from './step-lambdas.ts';
import { functionOf, pinned } from './versions/pinned.ts';

/** How much longer the Task waits than its Lambda may run: time for the invocation to be accepted and answered. */
const TASK_MARGIN = Duration.seconds(5);
/** Lambda's own default, where a function sets none. */
const LAMBDA_TIMEOUT = Duration.seconds(3);
/** What a Task waits for functions whose timeout is not known here, those imported by their ARN. */
const IMPORTED_TASK_TIMEOUT = Duration.minutes(1);

export interface SagaStepProps {
  /**
   * The step's name: that of its state, of its attribute in the record, and what `simulateFail` may name.
   *
   * @default - the construct's id
   */
  readonly stepName?: string;
  /**
   * Takes a `StepTask`, does the step's work, returns a `RunResult` (see contract/task.ts).
   *
   * Of a function, its `currentVersion` is called; a version or an alias is called as it is. What an alias stands for may
   * change while a saga runs.
   */
  readonly run: IFunction;
  /**
   * Takes a `RollbackTask`, undoes the work, returns a `RollbackResult`. It also runs where the work failed half-way, never
   * began, or was undone before, and has to be safe in each. Called as `run` is.
   */
  readonly rollback: IFunction;
  /**
   * How long the state machine waits for each attempt; longer than either function may run, or an attempt that still runs
   * would overlap with the next.
   *
   * @default - 5 seconds more than the longer timeout of the two; 1 minute for functions whose timeout is not known
   */
  readonly taskTimeout?: Duration;
}

/** What makes both functions of a step from one file. */
export interface BundledStepProps extends StepLambdasProps, Pick<SagaStepProps, 'stepName' | 'taskTimeout'> {}

/** One step of a saga and its rollback. */
export class SagaStep extends Construct {
  /**
   * A step from a file that exports `run` and `rollback`, bundled once: both functions share one asset.
   *
   * The functions live beside the step, under `<id>`: `<id>/Run`, `<id>/Rollback`.
   */
  static fromEntry(scope: Construct, id: string, props: BundledStepProps): SagaStep {
    const functions = new StepLambdas(scope, id, props);
    return new SagaStep(functions, 'Step', {
      stepName: props.stepName ?? id,
      run: functions.run,
      rollback: functions.rollback,
      taskTimeout: props.taskTimeout,
    });
  }

  readonly stepName: string;
  /** Does the step's work: the version that is called. */
  readonly run: IFunction;
  /** Undoes it: the version that is called. */
  readonly rollback: IFunction;
  /** How long the state machine waits for each attempt. */
  readonly taskTimeout: Duration;

  constructor(scope: Construct, id: string, props: SagaStepProps) {
    super(scope, id);
    this.stepName = props.stepName ?? id;
    this.run = pinned(props.run);
    this.rollback = pinned(props.rollback);
    const timeouts = [props.run, props.rollback].map(timeoutOf).filter((timeout) => timeout !== undefined);
    this.taskTimeout = props.taskTimeout ?? taskTimeoutFor(timeouts);
    enforce(this, RULES, { stepName: this.stepName, taskTimeout: this.taskTimeout, lambdaTimeout: longest(timeouts) });
  }
}

interface StepTimeouts {
  readonly stepName: string;
  readonly taskTimeout: Duration;
  readonly lambdaTimeout: Duration | undefined;
}

const RULES: readonly Rule<StepTimeouts>[] = [
  {
    broken: ({ taskTimeout, lambdaTimeout }) =>
      lambdaTimeout !== undefined && taskTimeout.toSeconds() <= lambdaTimeout.toSeconds(),
    message: ({ stepName, taskTimeout, lambdaTimeout }) =>
      `the Task timeout of step ${stepName} is ${taskTimeout.toSeconds()} s, but has to be above its Lambda's timeout of ${lambdaTimeout?.toSeconds()} s, ` +
      `or an attempt that still runs overlaps with the next: raise taskTimeout, or lower the Lambda's timeout`,
  },
];

function taskTimeoutFor(timeouts: readonly Duration[]): Duration {
  return longest(timeouts)?.plus(TASK_MARGIN) ?? IMPORTED_TASK_TIMEOUT;
}

function longest(timeouts: readonly Duration[]): Duration | undefined {
  return [...timeouts].sort((a, b) => b.toSeconds() - a.toSeconds())[0];
}

/** Nothing where the function is imported: its timeout is not known here. */
function timeoutOf(called: IFunction): Duration | undefined {
  const fn = functionOf(called);
  return fn instanceof LambdaFunction ? (fn.timeout ?? LAMBDA_TIMEOUT) : undefined;
}
