import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Errors, type IChainable, JsonPath, type TaskStateBase, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import {
  DynamoAttributeValue,
  DynamoGetItem,
  DynamoProjectionExpression,
  DynamoUpdateItem,
} from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { ATTRIBUTE } from '../../contract/saga.ts';
import { neverOn, type RetryPolicy, retryOn } from './retry-policy.ts';

const CONDITION_FAILED = 'DynamoDB.ConditionalCheckFailedException';

/** How long a state waits for the table, which answers in milliseconds or not at all. */
export const RECORD_TASK_TIMEOUT = Duration.seconds(5);

/** What every state that talks to the table needs to know. */
export interface RecordTaskContext {
  readonly table: ITable;
  /** JSONPath of the transaction's id. */
  readonly transactionId: string;
  readonly retry: RetryPolicy;
  /** Where the execution goes when the table cannot be reached. */
  readonly onFailure: IChainable;
}

export interface RecordUpdate {
  readonly condition: string;
  readonly update: string;
  /** The attributes that the expressions name, without their `#`; names such as `Status` are reserved words. */
  readonly attributes: readonly string[];
  /** By the name in the expressions, with the `:`. */
  readonly values: Record<string, DynamoAttributeValue>;
  /** Where the execution goes when the condition does not hold. */
  readonly onConditionFailed: IChainable;
}

/** A conditional `dynamodb:updateItem`, without a Lambda. */
export function updateRecord(scope: Construct, id: string, context: RecordTaskContext, write: RecordUpdate) {
  const task = new DynamoUpdateItem(scope, id, {
    ...recordOf(context),
    conditionExpression: write.condition,
    updateExpression: write.update,
    expressionAttributeNames: Object.fromEntries(write.attributes.map((name) => [`#${name}`, name])),
    expressionAttributeValues: write.values,
    resultPath: JsonPath.DISCARD,
  });
  task.addRetry(neverOn([CONDITION_FAILED]));
  retryLong(task, context);
  task.addCatch(write.onConditionFailed, { errors: [CONDITION_FAILED], resultPath: '$.CloseError' });
  task.addCatch(context.onFailure, { resultPath: '$.CloseError' });
  return task;
}

/** A consistent `dynamodb:getItem` of who owns the record and how it stands, at `$.Record`. */
export function readRecord(scope: Construct, id: string, context: RecordTaskContext) {
  const task = new DynamoGetItem(scope, id, {
    ...recordOf(context),
    consistentRead: true,
    // Not the steps' data, which may be larger than a state can hold.
    projectionExpression: [
      new DynamoProjectionExpression().withAttribute('#ExecutionId'),
      new DynamoProjectionExpression().withAttribute('#Status'),
    ],
    expressionAttributeNames: { '#ExecutionId': ATTRIBUTE.executionId, '#Status': ATTRIBUTE.status },
    resultPath: '$.Record',
  });
  retryLong(task, context);
  task.addCatch(context.onFailure, { resultPath: '$.CloseError' });
  return task;
}

function recordOf({ table, transactionId }: RecordTaskContext) {
  return {
    table,
    key: { [ATTRIBUTE.transactionId]: DynamoAttributeValue.fromString(JsonPath.stringAt(transactionId)) },
    taskTimeout: Timeout.duration(RECORD_TASK_TIMEOUT),
  };
}

function retryLong(task: TaskStateBase, { retry }: RecordTaskContext): void {
  task.addRetry(retryOn([Errors.ALL], retry));
}
