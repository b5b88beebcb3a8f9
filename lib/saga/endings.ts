import { Fail } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { ERROR_NAME } from '../../contract/errors.ts';
import { STATE } from './state-names.ts';

/** The states in which a saga that did not commit ends. What has to happen before an ending is put in front of it. */
export interface Endings {
  /** Refused by a step: nothing of this execution was written, or whoever closed the record rolls it back. */
  readonly refused: Fail;
  /** Rolled back: the execution fails with the error of the step that failed. */
  readonly failed: Fail;
  /** A rollback failed for good; the record says so. */
  readonly rollbackFailed: Fail;
  /** The record could not be closed: recovery takes it from here. */
  readonly open: Fail;
}

/** Makes the endings; each is a `Fail`, so that a caller, a metric and an alarm can tell a rollback from a commit. */
export function endings(scope: Construct): Endings {
  return {
    refused: new Fail(scope, STATE.sagaRefused, { errorPath: '$.Error', causePath: '$.Cause' }),
    failed: new Fail(scope, STATE.sagaFailed, { errorPath: '$.Error.Error', causePath: '$.Error.Cause' }),
    rollbackFailed: new Fail(scope, STATE.rollbackFailed, {
      error: ERROR_NAME.rollbackFailed,
      causePath: '$.Failure.Cause',
    }),
    open: new Fail(scope, STATE.sagaOpen, {
      error: ERROR_NAME.sagaOpen,
      cause:
        'the rollbacks have ended, but the record could not be closed: the error is in the input of this state. ' +
        'Nothing is lost: recovery acts as this execution and closes the record',
    }),
  };
}
