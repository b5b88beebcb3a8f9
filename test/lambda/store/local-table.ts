import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Table } from '../../../lambda/store/table.ts';

type Item = Record<string, unknown>;

/** A DynamoDB in this process, which does evaluate conditions. */
export interface LocalTable {
  readonly table: Table;
  readonly endpoint: string;
  put(item: Item): Promise<void>;
  get(transactionId: string): Promise<Item | undefined>;
  close(): Promise<void>;
}

// It has no types of its own.
const dynalite = createRequire(import.meta.url)('dynalite') as (options: { createTableMs: number }) => Server;

export async function startLocalTable(): Promise<LocalTable> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const name = 'Transactions';
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'TransactionId', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'TransactionId', AttributeType: 'S' }],
    }),
  );
  return {
    table: { client, name },
    endpoint,
    async put(item) {
      const Item = marshall(item, { removeUndefinedValues: true });
      await client.send(new PutItemCommand({ TableName: name, Item }));
    },
    async get(TransactionId) {
      const Key = marshall({ TransactionId });
      const { Item } = await client.send(new GetItemCommand({ TableName: name, Key, ConsistentRead: true }));
      return Item && unmarshall(Item);
    },
    async close() {
      client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
