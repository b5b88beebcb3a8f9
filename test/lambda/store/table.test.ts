import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { ownedBy } from '../../../lambda/store/conditions.ts';
import { readRecord, updateIf } from '../../../lambda/store/table.ts';
import { set } from '../../../lambda/store/updates.ts';
import { conditionFailed, stubDynamoDB } from '../../support/dynamodb.ts';

const dynamodb = stubDynamoDB();
const table = { client: new DynamoDBClient({}), name: 'Transactions', signal: new AbortController().signal };
const update = [set('Status', ':status', 'COMMITTED')];

describe('updateIf', () => {
  test('sends one UpdateItem with the placeholders that its update and its condition use', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    expect(await updateIf(table, 'T', update, ownedBy('arn:me'))).toBe(true);
    expect(dynamodb.inputs(UpdateItemCommand)).toEqual([
      {
        TableName: 'Transactions',
        Key: { TransactionId: { S: 'T' } },
        UpdateExpression: 'SET #Status = :status',
        ConditionExpression: '#ExecutionId = :me',
        ExpressionAttributeNames: { '#Status': 'Status', '#ExecutionId': 'ExecutionId' },
        ExpressionAttributeValues: { ':status': { S: 'COMMITTED' }, ':me': { S: 'arn:me' } },
      },
    ]);
  });

  test('passes the signal on to the client', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    await updateIf(table, 'T', update, ownedBy('arn:me'));
    expect(dynamodb.on(UpdateItemCommand).firstCall.args[1]).toEqual({ abortSignal: table.signal });
  });

  test('tells of a condition that does not hold', async () => {
    dynamodb.on(UpdateItemCommand).rejects(conditionFailed());
    expect(await updateIf(table, 'T', update, ownedBy('arn:me'))).toBe(false);
  });

  test('throws TransientError for a throttle', async () => {
    dynamodb.on(UpdateItemCommand).rejects(Object.assign(new Error('slow down'), { name: 'ThrottlingException' }));
    await expect(updateIf(table, 'T', update, ownedBy('arn:me'))).rejects.toMatchObject({ name: 'TransientError' });
  });

  test('throws any other error as it is', async () => {
    const error = Object.assign(new Error('item size'), { name: 'ValidationException' });
    dynamodb.on(UpdateItemCommand).rejects(error);
    await expect(updateIf(table, 'T', update, ownedBy('arn:me'))).rejects.toBe(error);
  });
});

describe('readRecord', () => {
  test('reads consistently, and no other step than the one that it is asked for', async () => {
    dynamodb.on(GetItemCommand).resolves({ Item: { TransactionId: { S: 'T' }, Undone: { SS: ['Process'] } } });
    expect(await readRecord(table, 'T', 'Transform')).toEqual({ TransactionId: 'T', Undone: new Set(['Process']) });
    expect(dynamodb.inputs(GetItemCommand)).toMatchObject([
      {
        Key: { TransactionId: { S: 'T' } },
        ConsistentRead: true,
        ProjectionExpression: '#TransactionId, #ExecutionId, #Status, #ClosedAt, #Undone, #Transform',
      },
    ]);
  });

  test('gives nothing where there is no record', async () => {
    dynamodb.on(GetItemCommand).resolves({});
    expect(await readRecord(table, 'T', 'Transform')).toBeUndefined();
  });

  test('throws TransientError for a network error', async () => {
    dynamodb.on(GetItemCommand).rejects(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    await expect(readRecord(table, 'T', 'Transform')).rejects.toMatchObject({ name: 'TransientError' });
  });
});

test('a command that is not stubbed throws by name', async () => {
  await expect(readRecord(table, 'T', 'Transform')).rejects.toThrow('GetItemCommand is not stubbed');
});
