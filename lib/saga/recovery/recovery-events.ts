import { Duration } from 'aws-cdk-lib';
import { EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { ERROR_NAME, OPEN_ENDED_ERRORS } from '../../../contract/errors.ts';
import { MESSAGE_KIND, RECOVER_ALL_COMMAND } from '../../../contract/recovery-message.ts';

/** EventBridge's own defaults, said: a day of tries, 185 of them, with a growing wait between. */
const DELIVERY = { maxEventAge: Duration.hours(24), retryAttempts: 185 };

/** Ended from outside, with no state left to do anything about it. */
const CUT_SHORT = { status: ['TIMED_OUT', 'ABORTED'] };

export interface RecoveryEventsProps {
  readonly saga: StateMachine;
  readonly recovery: StateMachine;
  readonly recoveryQueue: IQueue;
  /** Gets the events that could not be delivered. */
  readonly deadLetterQueue: IQueue;
}

/** `EndedHalfDone`: starts the recovery of each execution that may have ended with its record open. */
export function recoverWhatEnded(scope: Construct, { saga, recovery, deadLetterQueue }: RecoveryEventsProps): Rule {
  return new Rule(scope, 'EndedHalfDone', {
    description: 'Recovers sagas that timed out, were stopped, or failed with their record open',
    eventPattern: statusChange(saga, [CUT_SHORT, { status: ['FAILED'], error: [...OPEN_ENDED_ERRORS] }]),
    targets: [
      new SfnStateMachine(recovery, {
        input: RuleTargetInput.fromObject({ ExecutionArn: EventField.fromPath('$.detail.executionArn') }),
        deadLetterQueue,
        ...DELIVERY,
      }),
    ],
  });
}

/**
 * `RecoveryFailed`: a message of each recovery that came to no end of its own. `RollbackFailed` has sent its message, and
 * `UnknownExecution` is the answer to somebody who mistyped.
 */
export function tellOfFailedRecoveries(scope: Construct, props: RecoveryEventsProps): Rule {
  const { recovery, recoveryQueue, deadLetterQueue } = props;
  const otherErrors = Match.anythingBut(ERROR_NAME.rollbackFailed, ERROR_NAME.unknownExecution);
  return new Rule(scope, 'RecoveryFailed', {
    description: 'Puts recoveries that failed themselves into the recovery queue',
    eventPattern: statusChange(recovery, [CUT_SHORT, { status: ['FAILED'], error: otherErrors }]),
    targets: [
      new SqsQueue(recoveryQueue, {
        message: RuleTargetInput.fromObject({
          Kind: MESSAGE_KIND.recoveryFailed,
          // Whole: a path to what an event leaves out, such as the error of one that timed out, would spoil the message.
          Recovery: EventField.fromPath('$.detail'),
          Command: RECOVER_ALL_COMMAND,
          Time: EventField.fromPath('$.time'),
        }),
        deadLetterQueue,
        ...DELIVERY,
      }),
    ],
  });
}

function statusChange({ stateMachineArn }: StateMachine, ends: readonly object[]) {
  return {
    source: ['aws.states'],
    detailType: ['Step Functions Execution Status Change'],
    detail: { stateMachineArn: [stateMachineArn], $or: ends },
  };
}
