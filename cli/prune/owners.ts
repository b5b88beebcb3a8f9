import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { ATTRIBUTE } from '../../contract/saga.ts';

/** Who owns a record, and how it stands. */
export interface Owner {
  readonly executionId: string;
  readonly status: string;
}

/** What BatchGetItem takes. */
const BATCH = 100;

/** The owners of records by TransactionId, read consistently; those without a record are missing. */
export async function readOwners(
  dynamodb: DynamoDBClient,
  tableName: string,
  transactionIds: readonly string[],
): Promise<ReadonlyMap<string, Owner>> {
  const owners = new Map<string, Owner>();
  const left = [...new Set(transactionIds)];
  while (left.length > 0) {
    const Keys = left.splice(0, BATCH).map((id) => ({ [ATTRIBUTE.transactionId]: { S: id } }));
    const { Responses, UnprocessedKeys } = await dynamodb.send(
      new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys, ...READ } } }),
    );
    for (const item of Responses?.[tableName] ?? []) {
      const { TransactionId, ExecutionId, Status } = unmarshall(item);
      owners.set(String(TransactionId), { executionId: String(ExecutionId), status: String(Status) });
    }
    // DynamoDB answers what it has capacity for; with the SDK's own retries in between, asking again is enough.
    left.push(...(UnprocessedKeys?.[tableName]?.Keys ?? []).flatMap(({ TransactionId }) => TransactionId?.S ?? []));
  }
  return owners;
}

const READ = {
  ConsistentRead: true,
  ProjectionExpression: '#TransactionId, #ExecutionId, #Status',
  ExpressionAttributeNames: {
    '#TransactionId': ATTRIBUTE.transactionId,
    '#ExecutionId': ATTRIBUTE.executionId,
    '#Status': ATTRIBUTE.status,
  },
};
