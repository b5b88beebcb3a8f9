import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { isObject } from '../../contract/describe.ts';
import { ATTRIBUTE } from '../../contract/saga.ts';

/** The DynamoDB record of a transaction, ready for JSON. */
export type SagaRecord = Readonly<Record<string, unknown>>;

/** An entry of the record's audit list. */
export interface StepEntry {
  /** The execution's ARN. */
  readonly Execution: string;
  readonly Name: string;
  readonly Status: string;
  /** ISO 8601. */
  readonly Ts: string;
}

/** Reads a transaction's record, consistently: what is decided by it must not be old. */
export async function readRecord(
  client: DynamoDBClient,
  tableName: string,
  transactionId: string,
): Promise<SagaRecord | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: tableName,
      Key: { [ATTRIBUTE.transactionId]: { S: transactionId } },
      ConsistentRead: true,
    }),
  );
  if (Item === undefined) return undefined;
  // As doubles, like every other number of JSON: the default makes BigInts of the large ones, which JSON has not.
  const record = unmarshall(Item, { wrapNumbers: Number });
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, value instanceof Set ? [...value].sort() : value]),
  );
}

export function textOf(record: SagaRecord | undefined, attribute: string): string | undefined {
  const value = record?.[attribute];
  return typeof value === 'string' ? value : undefined;
}

/** The audit trail, oldest first. */
export function stepsOf(record: SagaRecord | undefined): StepEntry[] {
  const steps = record?.[ATTRIBUTE.steps];
  if (!Array.isArray(steps)) return [];
  return steps.filter(isObject).map(({ Execution, Name, Status, Ts }) => ({
    Execution: String(Execution),
    Name: String(Name),
    Status: String(Status),
    Ts: String(Ts),
  }));
}
