import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Choice, Condition, Errors, JsonPath, type State, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import type { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { ERROR_NAME } from '../../../contract/errors.ts';
import { DECISION } from '../../../contract/recovery.ts';
import { closing } from '../closing.ts';
import { ExactInvoke } from '../exact-invoke.ts';
import type { OutcomeTopic } from '../outcomes/outcome-topic.ts';
import { neverOn, type RetryPolicy, retryOn, STEP_RETRY } from '../retry-policy.ts';
import type { SagaStep } from '../saga-step.ts';
import { RECOVERY_STATE } from '../state-names.ts';
import { recoveryEndings, stops } from './recovery-endings.ts';
import { ENDED_IDENTITY } from './recovery-identity.ts';
import { FIND_SAGA_TASK_TIMEOUT } from './recovery-rules.ts';
import { rollbackLoop } from './rollback-loop.ts';

export interface RecoveryDefinitionProps {
  readonly steps: readonly SagaStep[];
  readonly table: ITable;
  readonly recoveryQueue: IQueue;
  readonly outcomes: OutcomeTopic;
  readonly findSaga: IFunction;
  readonly rollbackRetry: RetryPolicy;
}

/** What only a person can mend; it will be the same on the next try. */
const NEVER_RETRIED = [ERROR_NAME.unknownExecution, ERROR_NAME.unreadableInput];

/** From the end to the beginning, since each state names the next. */
export function recoveryDefinition(scope: Construct, props: RecoveryDefinitionProps): State {
  const { steps, table, recoveryQueue, outcomes, rollbackRetry: retry } = props;
  const context = { steps, identity: ENDED_IDENTITY };
  const reasons = stops(scope);
  const notMine = reasons.find(({ decision }) => decision === DECISION.notMine);
  if (notMine === undefined) throw new Error(`there is no ending for ${DECISION.notMine}`);
  const endings = recoveryEndings(scope, { ...context, topic: outcomes }, notMine.ending);
  const rollbacks = rollbackLoop(scope, {
    ...context,
    retry,
    onRefused: endings.refused,
    closing: closing(scope, { ...context, table, recoveryQueue, retry, endings }),
  });
  const decide = new Choice(scope, RECOVERY_STATE.decide);
  for (const { decision, ending } of reasons) decide.when(Condition.stringEquals('$.Decision', decision), ending);
  decide.otherwise(rollbacks);
  return findSaga(scope, props).next(decide).startState;
}

/** `FindSaga`: its answer becomes the whole state. The input is only looked at by the function, which checks it. */
function findSaga(scope: Construct, { steps, findSaga: lambdaFunction }: RecoveryDefinitionProps): LambdaInvoke {
  const task = new ExactInvoke(scope, RECOVERY_STATE.findSaga, {
    lambdaFunction,
    payload: TaskInput.fromObject({
      Input: JsonPath.objectAt('$$.Execution.Input'),
      Saga: steps.map(({ stepName }) => stepName),
    }),
    outputPath: '$.Payload',
    taskTimeout: Timeout.duration(FIND_SAGA_TASK_TIMEOUT),
    retryOnServiceExceptions: false,
  });
  task.addRetry(neverOn(NEVER_RETRIED));
  task.addRetry(retryOn([Errors.ALL], STEP_RETRY));
  return task;
}
