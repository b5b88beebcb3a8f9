import { Duration } from 'aws-cdk-lib';
import { Errors, type IChainable, JsonPath, type State, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { SnsPublish, SqsSendMessage } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { OUTCOME_ATTRIBUTE, OUTCOME_STATUS, type OutcomeStatus } from '../../../contract/outcome.ts';
import { checkedPaths, type SagaIdentity } from '../identity.ts';
import { type RetryPolicy, retryOn } from '../retry-policy.ts';
import { STATE } from '../state-names.ts';
import type { StepTaskContext } from '../step-task.ts';
import type { OutcomeTopic } from './outcome-topic.ts';

/** How long a state waits for the topic, or for the queue behind it. */
export const PUBLISH_TIMEOUT = Duration.seconds(5);

/** 1 + 2 = 3 s of waits at most. The saga has ended, and only its telling is late: not worth holding it up. */
export const PUBLISH_RETRY: RetryPolicy = { intervalSeconds: 1, backoffRate: 2, maxDelaySeconds: 2, maxAttempts: 2 };

/** How many states tell of an outcome, one after another, where the first is in vain. */
export const PUBLISH_TASKS = 2;

export interface PublishOutcomesProps extends StepTaskContext {
  readonly topic: OutcomeTopic;
}

/** `PublishRolledBack`, in front of an ending that every rollback has led to. */
export function publishRolledBack(scope: Construct, props: PublishOutcomesProps, next: IChainable): State {
  const { transactionId, attempt, correlationId } = checkedPaths(props.identity, props.steps[0]?.stepName);
  return publish(scope, props.topic, {
    names: [STATE.publishRolledBack, STATE.keepRolledBack],
    status: OUTCOME_STATUS.rolledBack,
    message: {
      TransactionId: JsonPath.stringAt(transactionId),
      Attempt: JsonPath.numberAt(attempt),
      CorrelationId: JsonPath.objectAt(correlationId),
      ...whatFailed(props.identity),
    },
    next,
  });
}

/** `PublishRollbackFailed`, in front of the ending of a saga whose rollback failed for good. */
export function publishRollbackFailed(scope: Construct, props: PublishOutcomesProps, next: IChainable): State {
  return publish(scope, props.topic, {
    names: [STATE.publishRollbackFailed, STATE.keepRollbackFailed],
    status: OUTCOME_STATUS.rollbackFailed,
    message: {
      TransactionId: JsonPath.stringAt('$.Failure.TransactionId'),
      Attempt: JsonPath.numberAt('$.Failure.Envelope.Attempt'),
      CorrelationId: JsonPath.objectAt('$.Failure.Envelope.CorrelationId'),
      ...whatFailed(props.identity),
    },
    next,
  });
}

function whatFailed({ executionId, failedStep, error, cause }: SagaIdentity): Record<string, unknown> {
  return {
    ExecutionArn: JsonPath.stringAt(executionId),
    ...(failedStep !== undefined && { FailedStep: failedStep }),
    Error: error,
    Cause: cause,
  };
}

interface Publication {
  /** Of the two states: the one that publishes, and the one that sets aside what could not be. */
  readonly names: readonly [publish: string, keep: string];
  readonly status: OutcomeStatus;
  readonly message: Readonly<Record<string, unknown>>;
  readonly next: IChainable;
}

/**
 * Tells of an outcome without a Lambda, in one transition. Whatever goes wrong, the ending that follows is the same: an error is
 * dropped rather than kept beside the state's data, which may not have room for it; the history has it.
 */
function publish(scope: Construct, topic: OutcomeTopic, { names, status, message, next }: Publication): State {
  const body = TaskInput.fromObject({ ...message, Status: status, Time: JsonPath.stringAt('$$.State.EnteredTime') });
  const common = { taskTimeout: Timeout.duration(PUBLISH_TIMEOUT), resultPath: JsonPath.DISCARD };
  const task = new SnsPublish(scope, names[0], {
    topic,
    message: body,
    messageAttributes: { [OUTCOME_ATTRIBUTE]: { value: status } },
    ...common,
  });
  const keep = new SqsSendMessage(scope, names[1], { queue: topic.deadLetterQueue, messageBody: body, ...common });
  for (const state of [task, keep]) state.addRetry(retryOn([Errors.ALL], PUBLISH_RETRY));
  keep.addCatch(next, { resultPath: JsonPath.DISCARD });
  keep.next(next);
  task.addCatch(keep, { resultPath: JsonPath.DISCARD });
  return task.next(next).startState;
}
