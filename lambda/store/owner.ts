import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { ATTRIBUTE } from '../../contract/saga.ts';
import { namesOf } from './expression.ts';
import type { SagaRecord } from './record.ts';
import type { Table } from './table.ts';
import { orTransient } from './transient.ts';

/** A record, as far as it says whose it is, how it stands, and with which steps its owner began. */
export interface OwnedRecord extends SagaRecord {
  readonly Saga?: readonly string[];
}

/**
 * Reads who owns a record. Consistently: who recovers a saga must not decide by what it was like before.
 *
 * @throws TransientError when it may be tried again
 */
export async function readOwner(
  { client, name, signal }: Table,
  transactionId: string,
): Promise<OwnedRecord | undefined> {
  const { transactionId: key, executionId, status, closedAt, saga } = ATTRIBUTE;
  const attributes = [key, executionId, status, closedAt, saga];
  const command = new GetItemCommand({
    TableName: name,
    Key: marshall({ [key]: transactionId }),
    ConsistentRead: true,
    ProjectionExpression: attributes.map((attribute) => `#${attribute}`).join(', '),
    ExpressionAttributeNames: namesOf([{ text: '', attributes, values: {} }]),
  });
  const { Item } = await orTransient(
    `GetItem of transaction ${transactionId}`,
    client.send(command, { abortSignal: signal }),
  );
  return Item && (unmarshall(Item) as OwnedRecord);
}
