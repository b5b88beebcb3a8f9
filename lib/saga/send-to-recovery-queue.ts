import { Duration } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Errors, type IChainable, JsonPath, type State, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { SqsSendMessage } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { MESSAGE_KIND } from '../../contract/recovery-message.ts';
import type { SagaIdentity } from './identity.ts';
import { type RetryPolicy, retryOn } from './retry-policy.ts';
import { STATE } from './state-names.ts';

/** How long the state waits for the queue. */
export const SEND_TIMEOUT = Duration.seconds(5);

/** 1 + 2 + 4 + 8 + 16 = 31 s of waits at most: shorter than a rollback's, because recovery sends what this does not. */
export const SEND_RETRY: RetryPolicy = { intervalSeconds: 1, backoffRate: 2, maxDelaySeconds: 20, maxAttempts: 5 };

export interface SendToRecoveryQueueProps {
  readonly queue: IQueue;
  readonly identity: SagaIdentity;
  readonly next: IChainable;
  /**
   * Where the execution goes when the queue cannot be reached: an ending that does not claim that anybody was told, so that
   * recovery tries what is left, and tells, if it has to.
   */
  readonly onFailure: IChainable;
}

/** `SendToRecoveryQueue`: a `RecoveryMessage` with all that is needed to resume, without a Lambda. */
export function sendToRecoveryQueue(scope: Construct, props: SendToRecoveryQueueProps): State {
  const { identity } = props;
  const task = new SqsSendMessage(scope, STATE.sendToRecoveryQueue, {
    queue: props.queue,
    messageBody: TaskInput.fromObject({
      Kind: MESSAGE_KIND.rollbackFailed,
      ExecutionArn: JsonPath.stringAt(identity.executionId),
      TransactionId: JsonPath.stringAt('$.Failure.TransactionId'),
      Error: identity.error,
      Cause: identity.cause,
      RollbackErrors: JsonPath.objectAt('$.RollbackErrors'),
      Command: JsonPath.stringAt('$.Failure.Command'),
      Time: JsonPath.stringAt('$$.State.EnteredTime'),
    }),
    taskTimeout: Timeout.duration(SEND_TIMEOUT),
    resultPath: JsonPath.DISCARD,
  });
  task.addRetry(retryOn([Errors.ALL], SEND_RETRY));
  task.addCatch(props.onFailure, { resultPath: '$.SendError' });
  return task.next(props.next).startState;
}
