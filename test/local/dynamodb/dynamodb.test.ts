import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, jest, test } from '@jest/globals';
import { readAssembly } from '../../../local/cloudformation/assembly.ts';
import { createDynamoDb, type DynamoDbProps } from '../../../local/dynamodb/dynamodb.ts';
import { AwsError } from '../../../local/http/aws-json.ts';
import { writeAssembly } from '../cloudformation/write-assembly.ts';
import { clientOf, listenForTest } from '../http/client.ts';

const TableName = 'Orders';
const TABLE = {
  TableName,
  AttributeDefinitions: [
    { AttributeName: 'Id', AttributeType: 'S' },
    { AttributeName: 'Status', AttributeType: 'S' },
  ],
  KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
  GlobalSecondaryIndexes: [
    {
      IndexName: 'ByStatus',
      KeySchema: [{ AttributeName: 'Status', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
};

const assemblyWith = (properties: object) =>
  readAssembly(
    writeAssembly({
      stacks: {
        Saga: { Resources: { Table: { Type: 'AWS::DynamoDB::Table', Properties: { ...TABLE, ...properties } } } },
      },
    }),
  );

async function start(props: DynamoDbProps = {}, properties = {}) {
  const dynamodb = await createDynamoDb({ assembly: assemblyWith(properties), ...props });
  const client = new DynamoDBClient(clientOf(await listenForTest({ services: [dynamodb] })));
  return { dynamodb, client };
}

const put = (id: string) => new PutItemCommand({ TableName, Item: { Id: { S: id } } });

describe('a table of the template', () => {
  test('is active when the service is, in the region of the embedded cloud', async () => {
    const { client } = await start();
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      TableArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/Orders',
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    });
  });

  test('keeps items and finds them by a secondary index', async () => {
    const { client } = await start();
    const Item = { Id: { S: '1' }, Status: { S: 'COMMITTED' } };
    await client.send(new PutItemCommand({ TableName, Item }));
    expect((await client.send(new GetItemCommand({ TableName, Key: { Id: { S: '1' } } }))).Item).toEqual(Item);
    const found = await client.send(
      new QueryCommand({
        TableName,
        IndexName: 'ByStatus',
        KeyConditionExpression: '#s = :s',
        ExpressionAttributeNames: { '#s': 'Status' },
        ExpressionAttributeValues: { ':s': { S: 'COMMITTED' } },
      }),
    );
    expect(found.Items).toEqual([Item]);
  });

  test('accepts settings that change nothing on this machine', async () => {
    const properties = {
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'ExpiresAt', Enabled: true },
    };
    const { client } = await start({}, properties);
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'ExpiresAt' });
  });

  test.each([
    [
      { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } },
      'property StreamSpecification is not honoured by the embedded DynamoDB',
    ],
    [{ KeySchema: [{ AttributeName: 'Other', KeyType: 'HASH' }] }, 'cannot be created: '],
  ])('is refused with %j', async (properties, problem) => {
    await expect(start({}, properties)).rejects.toThrow(
      `stack Saga, resource Table (AWS::DynamoDB::Table): ${problem}`,
    );
  });
});

describe('a condition that fails', () => {
  const update = (ReturnValuesOnConditionCheckFailure?: 'ALL_OLD') =>
    new UpdateItemCommand({
      TableName,
      Key: { Id: { S: '1' } },
      UpdateExpression: 'SET Done = :yes',
      ConditionExpression: 'OwnedBy = :me',
      ExpressionAttributeValues: { ':yes': { BOOL: true }, ':me': { S: 'me' } },
      ...(ReturnValuesOnConditionCheckFailure && { ReturnValuesOnConditionCheckFailure }),
    });
  const name = 'ConditionalCheckFailedException';
  const Item = { Id: { S: '1' }, OwnedBy: { S: 'you' } };

  test('returns the item that it was checked against, where the request asks for it', async () => {
    const { client } = await start();
    await client.send(new PutItemCommand({ TableName, Item }));
    await expect(client.send(update('ALL_OLD'))).rejects.toMatchObject({ name, Item });
    await expect(client.send(update())).rejects.toMatchObject({ name, Item: undefined });
  });

  test('returns no item where there is none', async () => {
    const { client } = await start();
    await expect(client.send(update('ALL_OLD'))).rejects.toMatchObject({ name, Item: undefined });
  });

  test('leaves one winner of many', async () => {
    const { client } = await start();
    const race = Array.from({ length: 20 }, () =>
      client.send(
        new PutItemCommand({ TableName, Item: { Id: { S: '1' } }, ConditionExpression: 'attribute_not_exists(Id)' }),
      ),
    );
    const outcomes = await Promise.allSettled(race);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('what is not honoured is refused by name', () => {
  test.each([
    ['TransactWriteItems', new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: {} } }] })],
    ['ExecuteStatement', new ExecuteStatementCommand({ Statement: 'SELECT * FROM Orders' })],
    [
      'UpdateTimeToLive',
      new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { AttributeName: 'a', Enabled: true } }),
    ],
  ])('%s', async (operation, command) => {
    const { client } = await start();
    await expect(client.send(command as never)).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining(
        `the embedded dynamodb does not know the operation "${operation}": it knows BatchGetItem,`,
      ),
    });
  });

  test.each([
    [
      'StreamSpecification of CreateTable',
      new CreateTableCommand({ ...TABLE, StreamSpecification: { StreamEnabled: true } } as never),
    ],
    [
      'ReturnItemCollectionMetrics of PutItem',
      new PutItemCommand({ TableName, Item: {}, ReturnItemCollectionMetrics: 'SIZE' }),
    ],
  ])('%s', async (what, command) => {
    const { client } = await start();
    await expect(client.send(command as never)).rejects.toMatchObject({
      name: 'ValidationException',
      message: `the embedded DynamoDB does not honour ${what}: leave it out`,
    });
  });
});

test('a request that is malformed is the fault of the caller', async () => {
  const { dynamodb } = await start();
  const malformed = dynamodb.execute('GetItem', { TableName, Key: { Id: null } });
  await expect(malformed).rejects.toMatchObject({ name: 'SerializationException', status: 400 });
});

describe('requests', () => {
  const traceId = 'Root=1-aaaaaaaa-bbbbbbbbbbbbbbbbbbbbbbbb;Sampled=0';

  /** The header that the SDK adds within Lambda; its own middleware looks at the environment of the process. */
  function traced(client: DynamoDBClient): DynamoDBClient {
    client.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['x-amzn-trace-id'] = traceId;
        return next(args);
      },
      { step: 'build' },
    );
    return client;
  }

  test('are counted by trace and operation, those that fail too', async () => {
    const { dynamodb, client } = await start();
    await client.send(put('untraced'));
    const mine = traced(client);
    await mine.send(put('1'));
    await mine.send(new GetItemCommand({ TableName, Key: { Id: { S: '1' } } }));
    await expect(mine.send(put(''))).rejects.toMatchObject({ name: 'ValidationException' });
    expect(dynamodb.requests(traceId)).toEqual({ PutItem: 2, GetItem: 1 });
    expect(dynamodb.requests('1-aaaaaaaa-bbbbbbbbbbbbbbbbbbbbbbbb')).toEqual({ PutItem: 2, GetItem: 1 });
    expect(dynamodb.requests('1-cccccccc-bbbbbbbbbbbbbbbbbbbbbbbb')).toEqual({});
  });

  test('may be made without HTTP', async () => {
    const { dynamodb } = await start();
    await dynamodb.execute('PutItem', { TableName, Item: { Id: { S: '1' } } }, { traceId });
    expect(await dynamodb.execute('GetItem', { TableName, Key: { Id: { S: '1' } } })).toEqual({
      Item: { Id: { S: '1' } },
    });
    await expect(dynamodb.execute('PutItem', { TableName: 'Nobody', Item: {} })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect(dynamodb.requests(traceId)).toEqual({ PutItem: 1 });
  });

  test('can be throttled and held before the table sees them', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<undefined>();
    const beforeRequest = jest
      .fn<NonNullable<DynamoDbProps['beforeRequest']>>()
      .mockImplementationOnce(() => {
        throw new AwsError('ProvisionedThroughputExceededException', 'throttled');
      })
      .mockImplementationOnce(() => held)
      .mockImplementation(() => {});
    const { client } = await start({ beforeRequest });
    await expect(client.send(put('1'))).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
    const waiting = client.send(put('1'));
    const get = new GetItemCommand({ TableName, Key: { Id: { S: '1' } } });
    while (beforeRequest.mock.calls.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect((await client.send(get)).Item).toBeUndefined();
    release(undefined);
    await waiting;
    expect((await client.send(get)).Item).toEqual({ Id: { S: '1' } });
    expect(beforeRequest).toHaveBeenCalledWith(expect.objectContaining({ operation: 'PutItem', traceRoot: undefined }));
  });
});
