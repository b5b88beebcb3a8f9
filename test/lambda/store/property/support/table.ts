import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Table } from '../../../../../lambda/store/table.ts';
import { createDynamoDb, type DynamoDb } from '../../../../../local/dynamodb/dynamodb.ts';
import { AwsError } from '../../../../../local/http/aws-error.ts';

export type Item = Readonly<Record<string, unknown>>;

/** A request to DynamoDB: `UpdateItem`, and what it is sent with. */
export interface TableRequest {
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What stands between a client and the table: it may hold a request, repeat it, or lose its answer. */
export type Send = (request: TableRequest) => Promise<unknown>;

/** DynamoDB in this process without HTTP, which takes longer than all the rest: thousands of runs have one table. */
export class InProcessTable {
  readonly name: string;
  readonly #dynamodb: DynamoDb;

  private constructor(dynamodb: DynamoDb, name: string) {
    this.#dynamodb = dynamodb;
    this.name = name;
  }

  static async open(name: string): Promise<InProcessTable> {
    const dynamodb = await createDynamoDb();
    await dynamodb.execute('CreateTable', {
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'TransactionId', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'TransactionId', AttributeType: 'S' }],
    });
    // The table is there a turn of the event loop later.
    for (let status = ''; status !== 'ACTIVE'; ) {
      await new Promise((resolve) => setImmediate(resolve));
      const { Table } = (await dynamodb.execute('DescribeTable', { TableName: name })) as {
        Table: { TableStatus: string };
      };
      status = Table.TableStatus;
    }
    return new InProcessTable(dynamodb, name);
  }

  /** @throws AwsError as DynamoDB would answer */
  execute({ operation, parameters }: TableRequest): Promise<Record<string, unknown>> {
    // As HTTP would: a request is the same however often it is carried out.
    return this.#dynamodb.execute(operation, JSON.parse(JSON.stringify(parameters)));
  }

  async get(transactionId: string): Promise<Item | undefined> {
    const { Item } = await this.execute(this.#request('GetItem', { Key: { TransactionId: { S: transactionId } } }));
    return Item === undefined ? undefined : unmarshall(Item as Parameters<typeof unmarshall>[0]);
  }

  async put(item: Item): Promise<void> {
    await this.execute(this.#request('PutItem', { Item: marshall(item, { removeUndefinedValues: true }) }));
  }

  async delete(transactionId: string): Promise<void> {
    await this.execute(this.#request('DeleteItem', { Key: { TransactionId: { S: transactionId } } }));
  }

  /** The table as the store knows it. @param send carries each request out @default - at once, as it comes */
  through(send: Send = (request) => this.execute(request)): Table {
    return { client: clientOf(send), name: this.name };
  }

  #request(operation: string, parameters: object): TableRequest {
    return { operation, parameters: { TableName: this.name, ...parameters } };
  }
}

/** The store asks no more of a client than `send`; the commands' inputs are DynamoDB's own JSON. */
function clientOf(send: Send): DynamoDBClient {
  const client = {
    async send(command: {
      readonly input: TableRequest['parameters'];
      readonly constructor: { readonly name: string };
    }) {
      try {
        return await send({ operation: command.constructor.name.replace(/Command$/, ''), parameters: command.input });
      } catch (error) {
        throw asSdkError(error);
      }
    },
  };
  return client as unknown as DynamoDBClient;
}

/** As the SDK reads DynamoDB's answer. */
function asSdkError(error: unknown): unknown {
  if (!(error instanceof AwsError)) return error;
  const $metadata = { httpStatusCode: error.status };
  if (error.code === 'ConditionalCheckFailedException')
    return new ConditionalCheckFailedException({ message: error.message, $metadata });
  return Object.assign(new Error(error.message, { cause: error }), { name: error.code, $metadata });
}
