import { expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { readAssembly } from '../../../local/cloudformation/assembly.ts';
import { createDynamoDb } from '../../../local/dynamodb/dynamodb.ts';
import { writeAssembly } from '../cloudformation/write-assembly.ts';
import { listenForTest } from '../http/client.ts';
import { functionOf, payloadOf } from './functions.ts';

const HANDLER = `
  import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
  const client = new DynamoDBClient();
  export const run = async ({ id }: { id: string }) => {
    await client.send(new PutItemCommand({ TableName: process.env.TABLE_NAME, Item: { Id: { S: id } } }));
    return id;
  };`;

async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, loader: 'ts', resolveDir: process.cwd() },
    bundle: true,
    format: 'esm',
    mainFields: ['module', 'main'],
    platform: 'node',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

test('a request of the AWS SDK within a function reaches the embedded cloud, and is counted for the trace of its invocation', async () => {
  const Table = {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'Orders',
      AttributeDefinitions: [{ AttributeName: 'Id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    },
  };
  const assembly = readAssembly(writeAssembly({ stacks: { Saga: { Resources: { Table } } } }));
  const dynamodb = await createDynamoDb({ assembly });
  const { endpoint } = await listenForTest({ services: [dynamodb] });
  const lambda = functionOf(await bundle(HANDLER), {
    endpoint: () => endpoint,
    properties: { MemorySize: 256, Environment: { Variables: { TABLE_NAME: 'Orders' } } },
  });
  const other = 'Root=1-cccccccc-dddddddddddddddddddddddd;Sampled=0';
  expect(await payloadOf(lambda, { id: '1' })).toBe('1');
  await lambda.invoke('Fn', { id: '2' }, { traceId: other });
  await lambda.invoke('Fn', { id: '3' }, { traceId: other });
  expect(dynamodb.requests('1-aaaaaaaa-bbbbbbbbbbbbbbbbbbbbbbbb')).toEqual({ PutItem: 1 });
  expect(dynamodb.requests(other)).toEqual({ PutItem: 2 });
  expect(await dynamodb.execute('Scan', { TableName: 'Orders', Select: 'COUNT' })).toMatchObject({ Count: 3 });
});
