import { JsonNull } from 'aws-cdk-lib';
import { Choice, Condition, JsonPath, Pass, Result, type State } from 'aws-cdk-lib/aws-stepfunctions';
import { DynamoAttributeValue } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { recoverCommand } from '../../contract/recovery-message.ts';
import { ATTRIBUTE, STATUS } from '../../contract/saga.ts';
import { askRecord } from './ask-record.ts';
import type { ClosingProps } from './closing-props.ts';
import type { SagaIdentity, TransactionPaths } from './identity.ts';
import { type RecordTaskContext, type RecordUpdate, updateRecord } from './record-tasks.ts';
import { sendToRecoveryQueue } from './send-to-recovery-queue.ts';
import { STATE } from './state-names.ts';

/**
 * What follows when at least one rollback failed for good: the record says `ROLLBACK_FAILED`, the audit list has an entry for
 * each of them, and the recovery queue a message. No rollback may have answered, so the transaction's id comes from the
 * input; an input without one was never a transaction, and nothing can have been written for it. Nor may anybody have checked
 * what stands beside it there, so that `InputDefaults` says what it is where it is left out.
 */
export function closingFailed(scope: Construct, props: ClosingProps): State {
  const close = closeFailedSaga(scope, props);
  const find = new Choice(scope, STATE.findTransaction);
  for (const [name, paths] of Object.entries(props.identity.transaction)) {
    const found = new Pass(scope, name, {
      parameters: {
        TransactionId: JsonPath.stringAt(paths.id),
        Envelope: envelopeOf(paths),
        ...wordsAbout(paths.id, props.identity),
      },
      resultPath: '$.Failure',
    });
    find.when(Condition.and(Condition.isPresent(paths.id), Condition.isString(paths.id)), found.next(close));
  }
  const defaults = new Pass(scope, STATE.inputDefaults, {
    result: Result.fromObject({
      LeftOut: { Attempt: 1, CorrelationId: JsonNull.INSTANCE },
      Dropped: { TransactionDetails: JsonNull.INSTANCE },
    }),
    resultPath: '$.Defaults',
  });
  return defaults.next(find.otherwise(props.endings.notMine)).startState;
}

/** What stands beside TransactionDetails, or what it means to leave that out. TransactionDetails may fill half a state. */
function envelopeOf({ envelope }: TransactionPaths): unknown {
  const [leftOut, dropped] = [JsonPath.objectAt('$.Defaults.LeftOut'), JsonPath.objectAt('$.Defaults.Dropped')];
  return JsonPath.jsonMerge(JsonPath.jsonMerge(leftOut, JsonPath.objectAt(envelope)), dropped);
}

/** Names only: the causes, which may be long, are in the history, in `$.RollbackErrors` and in the message. */
function wordsAbout(transactionId: string, { error }: SagaIdentity): Record<string, string> {
  const id = JsonPath.stringAt(transactionId);
  return {
    Command: JsonPath.format(recoverCommand('{}'), id),
    Cause: JsonPath.format(
      'the rollbacks of {} failed for good after {}: the record says ROLLBACK_FAILED and keeps what they did not undo. ' +
        `Mend what they failed on (their errors are in the recovery queue), then recover this execution: ${recoverCommand('{}')}`,
      JsonPath.jsonToString(JsonPath.objectAt('$.RollbackFailures.*.M.Name.S')),
      error,
      id,
    ),
  };
}

/**
 * `CloseFailedSaga`, and `TakeOverFailedSaga` where the record is that of an earlier attempt that was rolled back before this
 * execution began: the record has to become mine, or a late write of mine would still find the door open.
 *
 * The entries are appended exactly once per execution: both writes pass only on the way into `ROLLBACK_FAILED`, so a repeat
 * after a lost answer finds the record mine and `ROLLBACK_FAILED`, which `FailedBy` counts as done.
 */
function closeFailedSaga(scope: Construct, props: ClosingProps): State {
  const { identity, endings } = props;
  const context: RecordTaskContext = {
    table: props.table,
    retry: props.retry,
    transactionId: '$.Failure.TransactionId',
    onFailure: endings.open,
  };
  const send = sendToRecoveryQueue(scope, {
    queue: props.recoveryQueue,
    identity,
    next: endings.rollbackFailed,
    onFailure: endings.open,
  });
  const ask = askRecord(scope, {
    names: [STATE.readFailedSaga, STATE.failedBy],
    context,
    identity,
    // Whoever closed it meanwhile has told of it; the rollback that would say what to tell may be the one that failed.
    endings: { ...endings, rolledBack: endings.closedMeanwhile },
    // Also where it said so before: a recovery that fails again sends another message.
    onRollbackFailed: send,
  });
  const takeOver = updateRecord(scope, STATE.takeOverFailedSaga, context, {
    ...takeOverWrite(props),
    onConditionFailed: ask,
  });
  const close = updateRecord(scope, STATE.closeFailedSaga, context, {
    ...closeWrite(props),
    onConditionFailed: takeOver,
  });
  takeOver.next(send);
  return close.next(send).startState;
}

type Write = Omit<RecordUpdate, 'onConditionFailed'>;

function closeWrite(props: ClosingProps): Write {
  return {
    condition:
      'attribute_not_exists(#TransactionId) OR (#ExecutionId = :me AND #Status IN (:inProgress, :committed, :rollingBack))',
    // What a rollback has written of the error stays: it has the cause as well.
    update: `SET ${SET_FAILED}, #Saga = if_not_exists(#Saga, :saga), #Error = if_not_exists(#Error, :error)`,
    attributes: [...SET_ATTRIBUTES, ATTRIBUTE.transactionId],
    values: {
      ...setValues(props),
      ':inProgress': DynamoAttributeValue.fromString(STATUS.inProgress),
      ':committed': DynamoAttributeValue.fromString(STATUS.committed),
      ':rollingBack': DynamoAttributeValue.fromString(STATUS.rollingBack),
    },
  };
}

function takeOverWrite(props: ClosingProps): Write {
  return {
    condition: '#Status = :rolledBack AND #ClosedAt < :startedAt',
    update: `SET ${SET_FAILED}, #Saga = :saga, #Error = :error REMOVE #Undone, #ClosedAt, #ExpiresAt`,
    attributes: [...SET_ATTRIBUTES, ATTRIBUTE.undone, ATTRIBUTE.closedAt, ATTRIBUTE.expiresAt],
    values: {
      ...setValues(props),
      ':rolledBack': DynamoAttributeValue.fromString(STATUS.rolledBack),
      ':startedAt': DynamoAttributeValue.fromString(withoutZone(props.identity.startTime)),
    },
  };
}

/**
 * The start time without its `Z`. A service may leave out `.000`, and as text `…00.123Z` comes before `…00Z`: a record closed
 * just after the start would look as if closed before it. Without the `Z` the shorter text comes first, as the earlier time
 * does, and where the two have not the same digits the comparison can only err towards leaving the record alone.
 */
function withoutZone(path: string): string {
  return JsonPath.arrayGetItem(JsonPath.stringSplit(JsonPath.stringAt(path), 'Z'), 0);
}

const SET_FAILED =
  '#ExecutionId = :me, #Status = :rollbackFailed, #Steps = list_append(if_not_exists(#Steps, :none), :entries)';

const SET_ATTRIBUTES = [ATTRIBUTE.executionId, ATTRIBUTE.status, ATTRIBUTE.steps, ATTRIBUTE.saga, ATTRIBUTE.error];

function setValues({ identity, steps }: ClosingProps): Record<string, DynamoAttributeValue> {
  return {
    ':me': DynamoAttributeValue.fromString(JsonPath.stringAt(identity.executionId)),
    ':rollbackFailed': DynamoAttributeValue.fromString(STATUS.rollbackFailed),
    ':none': DynamoAttributeValue.fromList([]),
    ':entries': DynamoAttributeValue.listFromJsonPath(JsonPath.stringAt('$.RollbackFailures.*')),
    ':saga': DynamoAttributeValue.fromList(steps.map(({ stepName }) => DynamoAttributeValue.fromString(stepName))),
    ':error': errorOf(identity),
  };
}

/** Without its cause, which no state can cut to length. */
function errorOf({ error, failedStep }: SagaIdentity): DynamoAttributeValue {
  return DynamoAttributeValue.fromMap({
    Name: DynamoAttributeValue.fromString(error),
    ...(failedStep === undefined ? {} : { Step: DynamoAttributeValue.fromString(failedStep) }),
  });
}
