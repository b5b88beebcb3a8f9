import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { readOwner } from '../../../lambda/store/owner.ts';
import { stubDynamoDB } from '../../support/dynamodb.ts';

const dynamodb = stubDynamoDB();
const table = { client: new DynamoDBClient({}), name: 'Transactions', signal: new AbortController().signal };

test('reads consistently whose a record is, how it stands and its steps, and no data', async () => {
  dynamodb.on(GetItemCommand).resolves({ Item: { TransactionId: { S: 'T' }, Saga: { L: [{ S: 'Charge' }] } } });
  expect(await readOwner(table, 'T')).toEqual({ TransactionId: 'T', Saga: ['Charge'] });
  expect(dynamodb.inputs(GetItemCommand)).toEqual([
    {
      TableName: 'Transactions',
      Key: { TransactionId: { S: 'T' } },
      ConsistentRead: true,
      ProjectionExpression: '#TransactionId, #ExecutionId, #Status, #ClosedAt, #Saga',
      ExpressionAttributeNames: {
        '#TransactionId': 'TransactionId',
        '#ExecutionId': 'ExecutionId',
        '#Status': 'Status',
        '#ClosedAt': 'ClosedAt',
        '#Saga': 'Saga',
      },
    },
  ]);
});

test('gives nothing where there is no record, and throws TransientError for a throttle', async () => {
  dynamodb.on(GetItemCommand).resolves({});
  expect(await readOwner(table, 'T')).toBeUndefined();
  dynamodb.on(GetItemCommand).rejects(Object.assign(new Error('slow down'), { name: 'ThrottlingException' }));
  await expect(readOwner(table, 'T')).rejects.toMatchObject({ name: 'TransientError' });
});
