import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { STATUS } from '../../../contract/saga.ts';
import { forward } from '../../../lambda/store/forward.ts';
import { conditionFailed, stubDynamoDB } from '../../support/dynamodb.ts';
import { EARLIER, MINE, NOW, writer } from './writers.ts';

const dynamodb = stubDynamoDB();
const table = { client: new DynamoDBClient({}), name: 'Transactions' };
const DATA = { Count: 1 };

/** The write is refused, and this is what the read finds. */
function refused(record: Record<string, unknown> | undefined): void {
  dynamodb.on(UpdateItemCommand).rejects(conditionFailed());
  dynamodb
    .on(GetItemCommand)
    .resolves(record === undefined ? {} : { Item: marshall({ TransactionId: 'T', ...record }) });
}

describe('the write', () => {
  test.each(['Process', 'Transform', 'Commit'])(
    'of %s is one request, with data, audit entry and status',
    async (step) => {
      dynamodb.on(UpdateItemCommand).resolves({});
      expect(await forward(table, writer('T', step), DATA)).toBe('written');
      expect(dynamodb.requests()).toBe(1);
      const [input] = dynamodb.inputs(UpdateItemCommand);
      expect(input?.ExpressionAttributeValues).toMatchObject({
        ':data': { M: { Data: { M: { Count: { N: '1' } } }, LastUpdated: { S: NOW } } },
        ':entry': {
          L: [{ M: { Execution: { S: MINE.id }, Name: { S: step }, Status: { S: 'Success' }, Ts: { S: NOW } } }],
        },
      });
    },
  );

  test('of the first step may also begin or take over a record; that of a later step goes on with it', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    await forward(table, writer('T', 'Process'), DATA);
    await forward(table, writer('T', 'Transform'), DATA);
    const [first, later] = dynamodb.inputs(UpdateItemCommand);
    expect(first?.ConditionExpression).toBe(
      'attribute_not_exists(#TransactionId) OR #Status = :ROLLED_BACK AND #ClosedAt < :startedAt OR ' +
        '#ExecutionId = :me AND #Status = :IN_PROGRESS AND attribute_not_exists(#Process)',
    );
    expect(later?.ConditionExpression).toBe(
      '#ExecutionId = :me AND #Status = :IN_PROGRESS AND attribute_not_exists(#Transform)',
    );
  });
});

describe('a write that is refused', () => {
  test('succeeds where an earlier attempt of this execution has written: its answer was lost', async () => {
    refused({ ExecutionId: MINE.id, Status: STATUS.inProgress, Transform: { Data: 1 } });
    expect(await forward(table, writer('T', 'Transform'), DATA)).toBe('present');
  });

  test('succeeds likewise for the last step, which has committed', async () => {
    refused({ ExecutionId: MINE.id, Status: STATUS.committed, Commit: { Data: 1 }, ClosedAt: NOW });
    expect(await forward(table, writer('T', 'Commit'), DATA)).toBe('present');
  });

  test('is a DuplicateTransaction where the record is of another execution, which it names', async () => {
    refused({ ExecutionId: EARLIER.id, Status: STATUS.committed, Process: { Data: 1 } });
    await expect(forward(table, writer('T', 'Process'), DATA)).rejects.toMatchObject({
      name: 'DuplicateTransaction',
      message:
        'transaction T is COMMITTED by arn:earlier, but arn:mine wants it: a further attempt may start after a rollback only',
    });
  });

  test('is a DuplicateTransaction where a later step finds no record', async () => {
    refused(undefined);
    await expect(forward(table, writer('T', 'Transform'), DATA)).rejects.toMatchObject({
      name: 'DuplicateTransaction',
      message: 'transaction T has no record, but Transform goes on with one: it was deleted under the saga',
    });
  });

  test.each([STATUS.rollingBack, STATUS.rolledBack, STATUS.rollbackFailed, STATUS.committed])(
    'is a SagaClosed where the record is mine and %s',
    async (Status) => {
      refused({ ExecutionId: MINE.id, Status });
      await expect(forward(table, writer('T', 'Transform'), DATA)).rejects.toMatchObject({
        name: 'SagaClosed',
        message: `transaction T is ${Status}, but Transform may write only while it is IN_PROGRESS: who closed the saga rolls it back`,
      });
    },
  );

  test.each([
    ['the record has gone', undefined],
    ['it can be taken over', { ExecutionId: EARLIER.id, Status: STATUS.rolledBack, ClosedAt: EARLIER.startedAt }],
    ['it is mine, and without the step', { ExecutionId: MINE.id, Status: STATUS.inProgress }],
  ])('is a TransientError where by now %s', async (_, record) => {
    refused(record);
    await expect(forward(table, writer('T', 'Process'), DATA)).rejects.toMatchObject({
      name: 'TransientError',
      message: expect.stringContaining('try again'),
    });
  });

  test('is decided by one read, and nothing more is written', async () => {
    refused({ ExecutionId: EARLIER.id, Status: STATUS.inProgress });
    await expect(forward(table, writer('T', 'Process'), DATA)).rejects.toThrow();
    expect(dynamodb.requests()).toBe(2);
  });
});
