import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { ATTRIBUTE } from '../../contract/saga.ts';
import type { Condition } from './conditions.ts';
import { namesOf, valuesOf } from './expression.ts';
import type { SagaRecord } from './record.ts';
import { orTransient } from './transient.ts';
import { type Update, updateExpression } from './updates.ts';

/** The table that holds the records, and how to reach it. */
export interface Table {
  readonly client: DynamoDBClient;
  readonly name: string;
  /** Ends a call early. @default - only the client's own timeouts do */
  readonly signal?: AbortSignal;
}

/**
 * Writes if the condition holds: one UpdateItem, so that data, audit entry and status are there together or not at all.
 *
 * @returns whether it did
 * @throws TransientError when it may or may not have been written
 */
export async function updateIf(
  { client, name, signal }: Table,
  transactionId: string,
  updates: readonly Update[],
  condition: Condition,
): Promise<boolean> {
  const pieces = [...updates, condition];
  const command = new UpdateItemCommand({
    TableName: name,
    Key: marshall({ [ATTRIBUTE.transactionId]: transactionId }),
    UpdateExpression: updateExpression(updates),
    ConditionExpression: condition.text,
    ExpressionAttributeNames: namesOf(pieces),
    ExpressionAttributeValues: marshall(valuesOf(pieces), { removeUndefinedValues: true }),
  });
  try {
    await orTransient(`UpdateItem of transaction ${transactionId}`, client.send(command, { abortSignal: signal }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/**
 * Reads what a decision about `step` needs.
 *
 * @throws TransientError when it may be tried again
 */
export function readRecord(table: Table, transactionId: string, step: string): Promise<SagaRecord | undefined> {
  const { executionId, status, closedAt, undone } = ATTRIBUTE;
  return readAttributes(table, transactionId, [executionId, status, closedAt, undone, step]);
}

/**
 * Reads these attributes of a record, and its key. Consistently: an older state of the record than the one that made a
 * condition fail, or that an execution left at its end, would lead to the wrong decision.
 *
 * @throws TransientError when it may be tried again
 */
export async function readAttributes(
  { client, name, signal }: Table,
  transactionId: string,
  attributes: readonly string[],
): Promise<SagaRecord | undefined> {
  const key = ATTRIBUTE.transactionId;
  const read = [key, ...attributes];
  const command = new GetItemCommand({
    TableName: name,
    Key: marshall({ [key]: transactionId }),
    ConsistentRead: true,
    // The steps' data can be 300 KB, and a decision reads that of one at most.
    ProjectionExpression: read.map((attribute) => `#${attribute}`).join(', '),
    ExpressionAttributeNames: namesOf([{ text: '', attributes: read, values: {} }]),
  });
  const { Item } = await orTransient(
    `GetItem of transaction ${transactionId}`,
    client.send(command, { abortSignal: signal }),
  );
  return Item && (unmarshall(Item) as SagaRecord);
}
