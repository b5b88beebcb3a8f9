import { Choice, Condition, JsonPath, type State } from 'aws-cdk-lib/aws-stepfunctions';
import { DynamoAttributeValue } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { ATTRIBUTE, STATUS } from '../../contract/saga.ts';
import { askRecord } from './ask-record.ts';
import { closingFailed } from './closing-failed.ts';
import type { ClosingProps } from './closing-props.ts';
import { checkedPaths } from './identity.ts';
import { type RecordTaskContext, updateRecord } from './record-tasks.ts';
import { STATE } from './state-names.ts';

/** What follows the last rollback: `RollbackOutcome` asks whether all of them went well, and the record is closed. */
export function closing(scope: Construct, props: ClosingProps): State {
  return new Choice(scope, STATE.rollbackOutcome)
    .when(Condition.isPresent('$.RollbackErrors'), closingFailed(scope, props))
    .otherwise(closeSaga(scope, props));
}

/**
 * `CloseSaga`: `ROLLED_BACK`, where the record is mine and no step's data is left. The transaction's id and the time to live
 * are those that the rollback of the first step has answered with, which has checked the input, unless the identity knows
 * better.
 */
function closeSaga(scope: Construct, props: ClosingProps): State {
  const { identity, endings } = props;
  const stepNames = props.steps.map(({ stepName }) => stepName);
  const { transactionId, expiresAt } = checkedPaths(identity, stepNames[0]);
  const context: RecordTaskContext = {
    table: props.table,
    retry: props.retry,
    transactionId,
    onFailure: endings.open,
  };
  const nothingLeft = stepNames.map((stepName) => `attribute_not_exists(#${stepName})`);

  const close = updateRecord(scope, STATE.closeSaga, context, {
    condition: ['#ExecutionId = :me', '#Status IN (:rollingBack, :rollbackFailed)', ...nothingLeft].join(' AND '),
    update: 'SET #Status = :rolledBack, #ClosedAt = :now, #ExpiresAt = :expiresAt',
    attributes: [ATTRIBUTE.executionId, ATTRIBUTE.status, ATTRIBUTE.closedAt, ATTRIBUTE.expiresAt, ...stepNames],
    values: {
      ':me': DynamoAttributeValue.fromString(JsonPath.stringAt(identity.executionId)),
      ':rollingBack': DynamoAttributeValue.fromString(STATUS.rollingBack),
      ':rollbackFailed': DynamoAttributeValue.fromString(STATUS.rollbackFailed),
      ':rolledBack': DynamoAttributeValue.fromString(STATUS.rolledBack),
      ':now': DynamoAttributeValue.fromString(JsonPath.stringAt('$$.State.EnteredTime')),
      // DynamoDB's JSON wants numbers as strings.
      ':expiresAt': DynamoAttributeValue.numberFromString(JsonPath.format('{}', JsonPath.stringAt(expiresAt))),
    },
    onConditionFailed: askRecord(scope, { names: [STATE.readSaga, STATE.closedBy], context, identity, endings }),
  });
  return close.next(endings.rolledBack).startState;
}
