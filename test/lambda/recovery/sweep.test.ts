import type { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, test } from '@jest/globals';
import sinon from 'sinon';
import { SAGA_STEPS } from '../../../contract/saga.ts';
import { defineSweep } from '../../../lambda/recovery/define-sweep.ts';
import { pace } from '../../../lambda/recovery/pace.ts';
import { hourOf, recoveryName } from '../../../lambda/recovery/recovery-name.ts';
import { stubAws } from '../../support/aws-stub.ts';
import { CONTEXT } from '../tasks.ts';

const aws = stubAws(SFNClient, DynamoDBClient);
const NOW = new Date('2026-01-02T12:00:00.000Z');
const SAGA_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:Saga';
const RECOVERY_ARN = `${SAGA_ARN}Recovery`;

interface Ended {
  readonly name: string;
  readonly stopDate?: Date;
  readonly startDate?: Date;
}

const arnOf = (name: string) => `${SAGA_ARN.replace('stateMachine', 'execution')}:${name}`;
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const item = ({ name, startDate = ago(1), stopDate = ago(1) }: Ended) => ({
  executionArn: arnOf(name),
  stateMachineArn: SAGA_ARN,
  name,
  status: 'TIMED_OUT' as const,
  startDate,
  stopDate,
});

const logged = sinon.stub<[string, Record<string, unknown>]>();
const logger = { addContext() {}, info: logged, warn() {}, error() {} } as unknown as Logger;

/** Pages of executions that have timed out; none failed or was stopped. */
function timedOut(...pages: readonly (readonly Ended[])[]): void {
  aws.on(ListExecutionsCommand).callsFake(async (command) => {
    const { statusFilter, nextToken } = command.input as { statusFilter: string; nextToken?: string };
    if (statusFilter !== 'TIMED_OUT') return { executions: [] };
    const index = Number(nextToken ?? 0);
    return {
      executions: pages[index]?.map(item),
      ...(index + 1 < pages.length && { nextToken: String(index + 1) }),
    };
  });
  aws.on(DescribeExecutionCommand).callsFake(async (command) => {
    const { executionArn } = command.input as { executionArn: string };
    const name = executionArn.split(':').at(-1);
    const input = JSON.stringify({ TransactionDetails: { TransactionId: 'a' } });
    return { executionArn, name, status: 'TIMED_OUT', startDate: ago(1), input };
  });
}

const sweep = (context = CONTEXT) =>
  defineSweep({
    executions: { client: new SFNClient({}), sagaArn: SAGA_ARN },
    recoveryArn: RECOVERY_ARN,
    table: { client: new DynamoDBClient({}), name: 'Transactions' },
    steps: SAGA_STEPS,
    sagaTimeoutSeconds: 3_600,
    logger,
    now: () => NOW,
    turn: async () => {},
  })({}, context);

const LONG = { ...CONTEXT, getRemainingTimeInMillis: () => 600_000 };

beforeEach(() => {
  logged.reset();
  aws.on(GetItemCommand).resolves({});
  aws.on(StartExecutionCommand).resolves({});
});

describe('a sweep', () => {
  test('starts a recovery with the execution’s ARN, under a name of the execution and the hour', async () => {
    timedOut([{ name: 'a-1' }]);
    await sweep(LONG);
    expect(aws.inputs(StartExecutionCommand)).toEqual([
      {
        stateMachineArn: RECOVERY_ARN,
        name: recoveryName(arnOf('a-1'), '2026-01-02T12'),
        input: JSON.stringify({ ExecutionArn: arnOf('a-1') }),
      },
    ]);
  });

  test('takes it for done where this hour’s recovery has been', async () => {
    timedOut([{ name: 'a-1' }]);
    aws.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ message: 'exists', $metadata: {} }));
    await expect(sweep(LONG)).resolves.toBeUndefined();
  });

  test('fails where a recovery cannot be started, after all others', async () => {
    timedOut([{ name: 'a-1' }, { name: 'a-2' }, { name: 'a-3' }]);
    aws.on(StartExecutionCommand).onFirstCall().rejects(new Error('throttled'));
    await expect(sweep(LONG)).rejects.toThrow('1 executions could not be looked at: the log says why of each');
    expect(aws.inputs(StartExecutionCommand)).toHaveLength(3);
    expect(logged.lastCall.args[1]).toHaveProperty('_aws');
  });

  test('reads a record and asks no more, where the execution’s name leads to one that is closed', async () => {
    timedOut([{ name: 'a-1' }]);
    aws.on(GetItemCommand).resolves({
      Item: { TransactionId: { S: 'a' }, ExecutionId: { S: arnOf('a-1') }, Status: { S: 'ROLLED_BACK' } },
    });
    await sweep(LONG);
    expect(aws.inputs(DescribeExecutionCommand)).toEqual([]);
    expect(aws.inputs(StartExecutionCommand)).toEqual([]);
  });

  test('looks through all pages, until an execution is too old to have been missed', async () => {
    const old = { name: 'old-1', startDate: ago(25 * 60 + 1) };
    timedOut([{ name: 'a-1' }], [{ name: 'a-2' }, old], [old], [{ name: 'never-read-1' }]);
    await sweep(LONG);
    expect(aws.inputs(StartExecutionCommand).map(({ input }) => JSON.parse(input ?? '').ExecutionArn)).toEqual([
      arnOf('a-1'),
      arnOf('a-2'),
    ]);
  });

  test('counts what ended 5 minutes ago, and apart what ended an hour ago', async () => {
    const names = [1, 5, 6, 60, 61].map((minutes) => ({ name: `a-${minutes}`, stopDate: ago(minutes) }));
    timedOut(names);
    await sweep(LONG);
    expect(aws.inputs(StartExecutionCommand)).toHaveLength(5);
    expect(logged.lastCall.args[1]).toMatchObject({
      StateMachineName: 'Saga',
      SweepFindings: 3,
      SagasOpenTooLong: 1,
      _aws: {
        Timestamp: NOW.getTime(),
        CloudWatchMetrics: [
          {
            Namespace: 'fanout-saga',
            Dimensions: [['StateMachineName']],
            Metrics: [
              { Name: 'SweepFindings', Unit: 'Count' },
              { Name: 'SagasOpenTooLong', Unit: 'Count' },
            ],
          },
        ],
      },
    });
  });

  test('says so, by failing, where its time is too short', async () => {
    timedOut([{ name: 'a-1' }]);
    await expect(sweep({ ...CONTEXT, getRemainingTimeInMillis: () => 19_999 })).rejects.toThrow(
      /^the sweep had no time left among the executions that are TIMED_OUT: the next one begins anew/,
    );
    expect(aws.inputs(StartExecutionCommand)).toEqual([]);
  });
});

test('a recovery’s name is one that Step Functions takes, for the longest execution there is', () => {
  const name = recoveryName(arnOf('x'.repeat(80)), hourOf(NOW));
  expect(name).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
  expect(name).not.toBe(recoveryName(arnOf('y'.repeat(80)), hourOf(NOW)));
});

test('a pace lets so many pass a second, evenly, and none waits that comes late', async () => {
  let now = 0;
  const waits: number[] = [];
  const turn = pace(
    4,
    () => now,
    async (milliseconds) => waits.push(milliseconds),
  );
  await Promise.all([turn(), turn(), turn()]);
  now = 10_000;
  await turn();
  expect(waits).toEqual([250, 500]);
});
