import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { STATUS } from '../../../contract/saga.ts';
import { MAX_CAUSE_BYTES, rollback } from '../../../lambda/store/rollback.ts';
import { conditionFailed, stubDynamoDB } from '../../support/dynamodb.ts';
import { EARLIER, FAILURE, MINE, NOW, writer } from './writers.ts';

const dynamodb = stubDynamoDB();
const table = { client: new DynamoDBClient({}), name: 'Transactions' };
const TAKEABLE = { ExecutionId: EARLIER.id, Status: STATUS.rolledBack, ClosedAt: EARLIER.startedAt };

/** The write is refused, and this is what the read finds. */
function refused(record: Record<string, unknown> | undefined): void {
  dynamodb.on(UpdateItemCommand).rejects(conditionFailed());
  dynamodb
    .on(GetItemCommand)
    .resolves(record === undefined ? {} : { Item: marshall({ TransactionId: 'T', ...record }) });
}

describe('the usual write', () => {
  test('is one request: data out, audit entry, status, error and undone step in', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    expect(await rollback(table, writer('T', 'Transform'), FAILURE)).toBe('rolled back');
    expect(dynamodb.requests()).toBe(1);
    const [input] = dynamodb.inputs(UpdateItemCommand);
    expect(input?.UpdateExpression).toBe(
      'SET #Status = :ROLLING_BACK, #ExecutionId = :me, #Steps = list_append(if_not_exists(#Steps, :none), :entry), ' +
        '#Error = if_not_exists(#Error, :error), #Saga = if_not_exists(#Saga, :saga) ' +
        'REMOVE #Transform, #ClosedAt, #ExpiresAt ADD #Undone :undone',
    );
    expect(input?.ExpressionAttributeValues).toMatchObject({
      ':error': { M: { Step: { S: 'Transform' }, Name: { S: 'SimulatedFailure' }, Cause: { S: 'simulated' } } },
      ':entry': {
        L: [
          { M: { Execution: { S: MINE.id }, Name: { S: 'Transform' }, Status: { S: 'RolledBack' }, Ts: { S: NOW } } },
        ],
      },
      ':undone': { SS: ['Transform'] },
    });
  });

  test('passes on no record, or on an open one of mine where the step is not undone', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    await rollback(table, writer('T', 'Transform'), FAILURE);
    expect(dynamodb.inputs(UpdateItemCommand)[0]?.ConditionExpression).toBe(
      'attribute_not_exists(#TransactionId) OR #ExecutionId = :me AND ' +
        '#Status IN (:IN_PROGRESS, :COMMITTED, :ROLLING_BACK) AND ' +
        '(attribute_not_exists(#Undone) OR NOT contains(#Undone, :step))',
    );
  });

  test('cuts the cause to 1 KiB, between characters', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    await rollback(table, writer('T', 'Transform'), { error: 'E', cause: '€'.repeat(1_000) });
    const [input] = dynamodb.inputs(UpdateItemCommand);
    const cause = input?.ExpressionAttributeValues?.[':error']?.M?.Cause?.S;
    expect(cause).toBe('€'.repeat(Math.floor(MAX_CAUSE_BYTES / 3)));
  });

  test('records the step that failed, not the one that is rolled back', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    await rollback(table, writer('T', 'Process'), FAILURE);
    const [input] = dynamodb.inputs(UpdateItemCommand);
    expect(input?.ExpressionAttributeValues?.[':error']?.M?.Step).toEqual({ S: 'Transform' });
  });

  test('records an error without a step and without a cause', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    await rollback(table, writer('T', 'Transform'), { error: 'States.Timeout' });
    const [input] = dynamodb.inputs(UpdateItemCommand);
    expect(input?.ExpressionAttributeValues?.[':error']?.M).toEqual({ Name: { S: 'States.Timeout' } });
  });
});

describe('a write that is refused', () => {
  test('takes over a record that an earlier execution has rolled back and closed', async () => {
    refused(TAKEABLE);
    dynamodb.on(UpdateItemCommand).onSecondCall().resolves({});
    expect(await rollback(table, writer('T', 'Transform'), FAILURE)).toBe('rolled back');
    const [, input] = dynamodb.inputs(UpdateItemCommand);
    expect(input?.ConditionExpression).toBe('#Status = :ROLLED_BACK AND #ClosedAt < :startedAt');
    expect(input?.UpdateExpression).toBe(
      'SET #Status = :ROLLING_BACK, #ExecutionId = :me, #Steps = list_append(if_not_exists(#Steps, :none), :entry), ' +
        '#Error = :error, #Saga = :saga, #Undone = :undone REMOVE #Transform, #ClosedAt, #ExpiresAt',
    );
  });

  test('is a TransientError where the take-over is refused too', async () => {
    refused(TAKEABLE);
    await expect(rollback(table, writer('T', 'Transform'), FAILURE)).rejects.toMatchObject({ name: 'TransientError' });
    expect(dynamodb.requests()).toBe(3);
  });

  test.each([
    ['the record has gone', undefined],
    ['it is mine and open', { ExecutionId: MINE.id, Status: STATUS.inProgress }],
    [
      'another step of mine is undone',
      { ExecutionId: MINE.id, Status: STATUS.rollingBack, Undone: new Set(['Commit']) },
    ],
  ])('is a TransientError where by now %s', async (_, record) => {
    refused(record);
    await expect(rollback(table, writer('T', 'Transform'), FAILURE)).rejects.toMatchObject({
      name: 'TransientError',
      message: expect.stringContaining('try again'),
    });
  });

  test.each([
    ['in progress', { Status: STATUS.inProgress }],
    ['committed', { Status: STATUS.committed, ClosedAt: EARLIER.startedAt }],
    ['rolled back, closed after I started', { Status: STATUS.rolledBack, ClosedAt: NOW }],
    ['one whose rollback failed', { Status: STATUS.rollbackFailed }],
  ])('succeeds with nothing to undo where the record is of another execution: %s', async (_, record) => {
    refused({ ExecutionId: EARLIER.id, ...record });
    expect(await rollback(table, writer('T', 'Transform'), FAILURE)).toBe('nothing to undo');
  });

  test.each([
    ['the saga is rolled back and closed', { Status: STATUS.rolledBack, ClosedAt: NOW }],
    ['the step is undone', { Status: STATUS.rollingBack, Undone: new Set(['Transform']) }],
    [
      'the step is undone, though the saga failed to',
      { Status: STATUS.rollbackFailed, Undone: new Set(['Transform']) },
    ],
  ])('succeeds with nothing to undo where %s', async (_, record) => {
    refused({ ExecutionId: MINE.id, ...record });
    expect(await rollback(table, writer('T', 'Transform'), FAILURE)).toBe('nothing to undo');
  });

  test('is a SagaClosed where the rollback has failed for good', async () => {
    refused({ ExecutionId: MINE.id, Status: STATUS.rollbackFailed, Undone: new Set(['Commit']) });
    await expect(rollback(table, writer('T', 'Transform'), FAILURE)).rejects.toMatchObject({
      name: 'SagaClosed',
      message:
        'transaction T is ROLLBACK_FAILED, but Transform may be rolled back only before that, or by a recovery: recover the saga',
    });
  });
});

describe('the write of a recovery, where a rollback failed for good', () => {
  const FAILED = { ExecutionId: MINE.id, Status: STATUS.rollbackFailed, Undone: new Set(['Commit']) };
  const resume = () => rollback(table, writer('T', 'Transform'), FAILURE, { resume: true });

  test('undoes the step and leaves the status, for somebody has to know until all is undone', async () => {
    refused(FAILED);
    dynamodb.on(UpdateItemCommand).onSecondCall().resolves({});
    expect(await resume()).toBe('rolled back');
    const [, input] = dynamodb.inputs(UpdateItemCommand);
    expect(input?.ConditionExpression).toBe(
      '#ExecutionId = :me AND #Status = :ROLLBACK_FAILED AND (attribute_not_exists(#Undone) OR NOT contains(#Undone, :step))',
    );
    expect(input?.UpdateExpression).toBe(
      'SET #ExecutionId = :me, #Steps = list_append(if_not_exists(#Steps, :none), :entry), ' +
        '#Error = if_not_exists(#Error, :error), #Saga = if_not_exists(#Saga, :saga) ' +
        'REMOVE #Transform, #ClosedAt, #ExpiresAt ADD #Undone :undone',
    );
  });

  test('is a TransientError where it is refused too', async () => {
    refused(FAILED);
    await expect(resume()).rejects.toMatchObject({ name: 'TransientError' });
    expect(dynamodb.requests()).toBe(3);
  });

  test.each([
    ['the step is undone', { ...FAILED, Undone: new Set(['Transform']) }],
    ['the saga is closed', { ...FAILED, Status: STATUS.rolledBack, ClosedAt: NOW }],
    ['the record is of another execution', { ...FAILED, ExecutionId: EARLIER.id }],
  ])('is not made where %s', async (_, record) => {
    refused(record);
    expect(await resume()).toBe('nothing to undo');
    expect(dynamodb.inputs(UpdateItemCommand)).toHaveLength(1);
  });
});
