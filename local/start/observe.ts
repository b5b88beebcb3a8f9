import { type AttributeValue, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { InvalidTransaction } from '../../contract/errors.ts';
import { ATTRIBUTE, SAGA_STEPS } from '../../contract/saga.ts';
import { parseTransaction } from '../../contract/transaction.ts';
import type { EmbeddedCloud } from '../cloud.ts';
import type { Outcome } from './outcome.ts';

/** What became of an execution that has ended, with the record as it stands now. */
export async function observe(cloud: EmbeddedCloud, executionArn: string): Promise<Outcome> {
  const { status, error, cause, input } = await cloud.stepFunctions.waitForEnd(executionArn);
  const transactionId = transactionIdIn(input);
  const { statesEntered, lambdaInvocations } = cloud.stepFunctions.statistics(executionArn);
  return {
    transactionId: transactionId ?? null,
    status,
    error: error ?? null,
    cause: cause ?? null,
    statesEntered,
    lambdaInvocations,
    dynamodbRequests: cloud.dynamodbRequests(executionArn),
    record: transactionId === undefined ? null : await readRecord(cloud, transactionId),
  };
}

async function readRecord(cloud: EmbeddedCloud, transactionId: string): Promise<Record<string, unknown> | null> {
  const { Item } = await cloud.dynamodbClient().send(
    new GetItemCommand({
      TableName: cloud.tableName,
      Key: { [ATTRIBUTE.transactionId]: { S: transactionId } },
      ConsistentRead: true,
    }),
  );
  return Item === undefined ? null : plain(Item);
}

/** Sets (`Undone`) as lists, for JSON has no sets. */
function plain(item: Record<string, AttributeValue>): Record<string, unknown> {
  const record = unmarshall(item);
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, value instanceof Set ? [...value].sort() : value]),
  );
}

function transactionIdIn(input: string): string | undefined {
  try {
    return parseTransaction(JSON.parse(input), SAGA_STEPS).TransactionDetails.TransactionId;
  } catch (error) {
    if (error instanceof InvalidTransaction) return undefined;
    throw error;
  }
}
