import { Choice, Condition, JsonPath, Pass, type State } from 'aws-cdk-lib/aws-stepfunctions';
import { DynamoAttributeValue } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { ATTRIBUTE, STATUS } from '../../contract/saga.ts';
import { askRecord } from './ask-record.ts';
import type { ClosingProps } from './closing-props.ts';
import { type RecordTaskContext, type RecordUpdate, updateRecord } from './record-tasks.ts';
import { STATE } from './state-names.ts';

/**
 * What follows when at least one rollback failed for good: the record says `ROLLBACK_FAILED` and the audit list has an entry
 * for each of them. No rollback may have answered, so the transaction's id comes from the input; an input without one was
 * never a transaction, and nothing can have been written for it.
 */
export function closingFailed(scope: Construct, props: ClosingProps): State {
  const close = closeFailedSaga(scope, props);
  const find = new Choice(scope, STATE.findTransaction);
  for (const [name, path] of Object.entries(props.identity.transactionId)) {
    const found = new Pass(scope, name, {
      parameters: { TransactionId: JsonPath.stringAt(path), Cause: CAUSE },
      resultPath: '$.Failure',
    });
    find.when(Condition.and(Condition.isPresent(path), Condition.isString(path)), found.next(close));
  }
  return find.otherwise(props.endings.failed);
}

/** Names only: the causes, which may be long, are in the history and in `$.RollbackErrors`. */
const CAUSE = JsonPath.format(
  'the rollbacks of {} failed for good after {}: the record says ROLLBACK_FAILED and keeps what they did not undo. ' +
    'Mend what they failed on (their errors are in the input of this state), then recover this execution',
  JsonPath.jsonToString(JsonPath.objectAt('$.RollbackFailures.*.M.Name.S')),
  JsonPath.stringAt('$.Error.Error'),
);

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
  const ask = askRecord(scope, {
    names: [STATE.readFailedSaga, STATE.failedBy],
    context,
    identity,
    endings,
    onRollbackFailed: endings.rollbackFailed,
  });
  const takeOver = updateRecord(scope, STATE.takeOverFailedSaga, context, {
    ...takeOverWrite(props),
    onConditionFailed: ask,
  });
  const close = updateRecord(scope, STATE.closeFailedSaga, context, {
    ...closeWrite(props),
    onConditionFailed: takeOver,
  });
  takeOver.next(endings.rollbackFailed);
  return close.next(endings.rollbackFailed).startState;
}

type Write = Omit<RecordUpdate, 'onConditionFailed'>;

function closeWrite(props: ClosingProps): Write {
  return {
    condition:
      'attribute_not_exists(#TransactionId) OR (#ExecutionId = :me AND #Status IN (:inProgress, :committed, :rollingBack))',
    update: `SET ${SET_FAILED}, #Saga = if_not_exists(#Saga, :saga)`,
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
    update: `SET ${SET_FAILED}, #Saga = :saga REMOVE #Undone, #Error, #ClosedAt, #ExpiresAt`,
    attributes: [...SET_ATTRIBUTES, ATTRIBUTE.undone, ATTRIBUTE.error, ATTRIBUTE.closedAt, ATTRIBUTE.expiresAt],
    values: {
      ...setValues(props),
      ':rolledBack': DynamoAttributeValue.fromString(STATUS.rolledBack),
      ':startedAt': DynamoAttributeValue.fromString(toTheSecond(props.identity.startTime)),
    },
  };
}

/**
 * The start time without its fraction. A service may leave out `.000`, and as text `…00.123Z` comes before `…00Z`: a record
 * closed just after the start would look as if closed before it. Cut to the second, one closed within it is left alone.
 */
function toTheSecond(path: string): string {
  return JsonPath.arrayGetItem(JsonPath.stringSplit(JsonPath.stringAt(path), '.Z'), 0);
}

const SET_FAILED =
  '#ExecutionId = :me, #Status = :rollbackFailed, #Steps = list_append(if_not_exists(#Steps, :none), :entries)';

const SET_ATTRIBUTES = [ATTRIBUTE.executionId, ATTRIBUTE.status, ATTRIBUTE.steps, ATTRIBUTE.saga];

function setValues({ identity, steps }: ClosingProps): Record<string, DynamoAttributeValue> {
  return {
    ':me': DynamoAttributeValue.fromString(JsonPath.stringAt(identity.executionId)),
    ':rollbackFailed': DynamoAttributeValue.fromString(STATUS.rollbackFailed),
    ':none': DynamoAttributeValue.fromList([]),
    ':entries': DynamoAttributeValue.listFromJsonPath(JsonPath.stringAt('$.RollbackFailures.*')),
    ':saga': DynamoAttributeValue.fromList(steps.map(({ stepName }) => DynamoAttributeValue.fromString(stepName))),
  };
}
