import { Fail, type IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { ERROR_NAME } from '../../contract/errors.ts';
import { type PublishOutcomesProps, publishRollbackFailed, publishRolledBack } from './outcomes/publish-outcome.ts';
import { STATE } from './state-names.ts';

/**
 * Where a saga that did not commit ends. What has to happen before an ending, such as telling of it, is put in front of it:
 * each is the first of the states that follow.
 */
export interface Endings {
  /** Refused by a step: nothing of this execution was written, or whoever closed the record rolls it back. */
  readonly refused: IChainable;
  /** The record is mine and says `ROLLED_BACK`. */
  readonly rolledBack: IChainable;
  /** The same, but a recovery has closed it meanwhile, and has told of it. */
  readonly closedMeanwhile: IChainable;
  /** The record is gone, or another's: nothing of this execution's is in it, and it has nothing to say of the transaction. */
  readonly notMine: IChainable;
  /** A rollback failed for good: the record is mine, says `ROLLBACK_FAILED`, and its message is in the recovery queue. */
  readonly rollbackFailed: IChainable;
  /** What became of the saga could not be written down: recovery takes it from here. */
  readonly open: IChainable;
}

/** The endings of a saga: each is a `Fail`, so that a caller, a metric and an alarm can tell a rollback from a commit. */
export function sagaEndings(scope: Construct, outcomes: PublishOutcomesProps): Endings {
  const { identity } = outcomes;
  // With the error of the step that failed.
  const failed = new Fail(scope, STATE.sagaFailed, { errorPath: identity.error, causePath: identity.cause });
  return {
    refused: sagaRefused(scope),
    rolledBack: publishRolledBack(scope, outcomes, failed),
    closedMeanwhile: failed,
    notMine: failed,
    rollbackFailed: publishRollbackFailed(scope, outcomes, rollbackFailed(scope)),
    open: sagaOpen(scope),
  };
}

/** With the error and the cause of the refusal, which are the whole state. */
export function sagaRefused(scope: Construct): Fail {
  return new Fail(scope, STATE.sagaRefused, { errorPath: '$.Error', causePath: '$.Cause' });
}

export function rollbackFailed(scope: Construct): Fail {
  return new Fail(scope, STATE.rollbackFailed, { error: ERROR_NAME.rollbackFailed, causePath: '$.Failure.Cause' });
}

export function sagaOpen(scope: Construct): Fail {
  return new Fail(scope, STATE.sagaOpen, {
    error: ERROR_NAME.sagaOpen,
    cause:
      'the rollbacks have ended, but the record could not be closed, or its message not be sent to the recovery queue: ' +
      'the error is in the input of this state. Nothing is lost: recovery acts as this execution and closes the record',
  });
}
