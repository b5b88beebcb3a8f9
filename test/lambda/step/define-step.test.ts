import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, test } from '@jest/globals';
import sinon from 'sinon';
import { defineStep, type StepDefinition } from '../../../lambda/step/define-step.ts';
import type { StepRuntime } from '../../../lambda/step/runtime.ts';
import { conditionFailed, stubDynamoDB } from '../../support/dynamodb.ts';
import { CONTEXT, EXECUTION, recoveryTask, rollbackTask, runTask } from '../tasks.ts';
import { fakeRuntime, NOW } from './fake-runtime.ts';

const STEP = 'TransformRecords';
const dynamodb = stubDynamoDB();
afterEach(() => sinon.restore());

const inputOf = (details: object) => ({ TransactionDetails: { TransactionId: '1', ...details } });
const taskOf = (simulateFail: unknown, RetryCount = 0) => ({ Input: inputOf({ simulateFail }), RetryCount });

function define(step: Partial<StepDefinition> = {}, runtime: Partial<StepRuntime> = {}) {
  const run = sinon
    .stub<Parameters<StepDefinition['run']>, ReturnType<StepDefinition['run']>>()
    .returns({ Data: 'data' });
  return { ...defineStep({ run, ...step }, fakeRuntime(runtime)), work: run };
}

describe('run', () => {
  test('writes what the step returns, and answers with its outcome', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    const { run } = define({ run: () => ({ Data: { a: 1 }, Output: { Count: 1 } }) });
    expect(await run(runTask(STEP), CONTEXT)).toEqual({
      TransactionId: '1',
      Step: STEP,
      Status: 'Success',
      Output: { Count: 1 },
    });
    expect(dynamodb.inputs(UpdateItemCommand)).toMatchObject([
      {
        TableName: 'Transactions',
        Key: { TransactionId: { S: '1' } },
        ExpressionAttributeNames: { [`#${STEP}`]: STEP },
        ExpressionAttributeValues: {
          ':data': { M: { Data: { M: { a: { N: '1' } } }, LastUpdated: { S: NOW } } },
          ':me': { S: EXECUTION.Id },
        },
      },
    ]);
  });

  test('compares with the start of the execution in milliseconds, as closing wrote it', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    await define().run(runTask('ProcessRecords'), CONTEXT);
    expect(dynamodb.inputs(UpdateItemCommand)[0]?.ExpressionAttributeValues).toMatchObject({
      ':startedAt': { S: '2026-01-01T12:00:00.000Z' },
    });
  });

  test('waits for a step that is not done at once', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    const { run } = define({ run: async () => ({ Data: 'later' }) });
    expect(await run(runTask(STEP), CONTEXT)).toMatchObject({ Status: 'Success' });
  });

  test('tells the step its transaction, a key for effects outside, and when to stop', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    const { run, work } = define();
    await run(runTask(STEP, { Input: { ...inputOf({}), Attempt: 2 } }), CONTEXT);
    expect(work.firstCall.args[0]).toMatchObject({
      transaction: { TransactionDetails: { TransactionId: '1' }, Attempt: 2 },
      idempotencyKey: '1:1-1:TransformRecords',
      signal: expect.any(AbortSignal),
    });
  });

  test('stops its calls of the table before the Lambda’s deadline', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    const timeout = sinon.spy(AbortSignal, 'timeout');
    await define().run(runTask(STEP), { ...CONTEXT, getRemainingTimeInMillis: () => 4_000 });
    expect(timeout.firstCall.args).toEqual([3_500]);
    expect(dynamodb.on(UpdateItemCommand).firstCall.args[1]).toEqual({ abortSignal: timeout.firstCall.returnValue });
  });

  test('writes nothing where the step throws, and throws the same', async () => {
    const error = new Error('no');
    await expect(define({ run: () => Promise.reject(error) }).run(runTask(STEP), CONTEXT)).rejects.toBe(error);
    expect(dynamodb.requests()).toBe(0);
  });

  test.each([42, [], null, { hello: 1 }])(
    'throws InvalidTransaction for the input %j, and writes nothing',
    async (Input) => {
      const { run, work } = define();
      await expect(run(runTask(STEP, { Input }), CONTEXT)).rejects.toMatchObject({ name: 'InvalidTransaction' });
      expect(work.called).toBe(false);
      expect(dynamodb.requests()).toBe(0);
    },
  );

  test('throws a TypeError for what is not a task', async () => {
    await expect(define().run({ TransactionDetails: { TransactionId: '1' } }, CONTEXT)).rejects.toThrow(
      'Saga is nothing, but has to be a list',
    );
  });

  test('throws what the fence throws', async () => {
    dynamodb.on(UpdateItemCommand).rejects(conditionFailed());
    dynamodb.on(GetItemCommand).resolves({});
    await expect(define().run(runTask(STEP), CONTEXT)).rejects.toMatchObject({ name: 'DuplicateTransaction' });
  });
});

describe('rollback', () => {
  test('writes the error that was caught, and answers when the record may go', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    expect(await define().rollback(rollbackTask(STEP), CONTEXT)).toEqual({
      TransactionId: '1',
      Step: STEP,
      Status: 'RolledBack',
      ExpiresAt: Date.parse(NOW) / 1_000 + 90 * 86_400,
      Attempt: 1,
      CorrelationId: null,
    });
    expect(dynamodb.inputs(UpdateItemCommand)[0]?.ExpressionAttributeValues?.[':error']).toEqual({
      M: { Step: { S: STEP }, Name: { S: 'SimulatedFailure' }, Cause: { S: 'simulated' } },
    });
  });

  test('of a recovery writes how the execution ended, and may go on where a rollback failed for good', async () => {
    dynamodb.on(UpdateItemCommand).rejects(conditionFailed());
    dynamodb.on(UpdateItemCommand).onSecondCall().resolves({});
    dynamodb.on(GetItemCommand).resolves({
      Item: { TransactionId: { S: '1' }, ExecutionId: { S: EXECUTION.Id }, Status: { S: 'ROLLBACK_FAILED' } },
    });
    expect(await define().rollback(recoveryTask(STEP), CONTEXT)).toMatchObject({ Status: 'RolledBack' });
    const values = dynamodb.inputs(UpdateItemCommand).map((input) => input.ExpressionAttributeValues?.[':error']);
    expect(values).toEqual(Array(2).fill({ M: { Name: { S: 'States.Timeout' }, Cause: { S: '' } } }));
  });

  test('answers when the record may go where there is nothing to undo, too', async () => {
    dynamodb.on(UpdateItemCommand).rejects(conditionFailed());
    dynamodb.on(GetItemCommand).resolves({
      Item: { TransactionId: { S: '1' }, ExecutionId: { S: EXECUTION.Id }, Status: { S: 'ROLLED_BACK' } },
    });
    const { rollback } = define({}, { retentionDays: 100, now: () => new Date('2026-01-01T00:00:00.999Z') });
    expect(await rollback(rollbackTask(STEP), CONTEXT)).toMatchObject({
      Status: 'RolledBack',
      ExpiresAt: Date.parse('2026-04-11T00:00:00Z') / 1_000,
    });
  });

  test('undoes the effect outside of the record first: what the record calls rolled back is', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    const undo = sinon.stub<Parameters<Required<StepDefinition>['rollback']>, Promise<void>>().resolves();
    await define({ rollback: undo }).rollback(rollbackTask(STEP), CONTEXT);
    expect(undo.firstCall.args[0]).toMatchObject({ idempotencyKey: '1:1-1:TransformRecords' });
    expect(undo.calledBefore(dynamodb.on(UpdateItemCommand))).toBe(true);
  });

  test('writes nothing where the effect outside could not be undone', async () => {
    const error = new Error('no');
    const { rollback } = define({ rollback: () => Promise.reject(error) });
    await expect(rollback(rollbackTask(STEP), CONTEXT)).rejects.toBe(error);
    expect(dynamodb.requests()).toBe(0);
  });
});

describe('simulateFail', () => {
  test.each([
    ['the step’s name', STEP],
    ['phase before', { step: STEP, phase: 'before' }],
  ])('fails before the write: %s', async (_, simulateFail) => {
    await expect(define().run(runTask(STEP, taskOf(simulateFail)), CONTEXT)).rejects.toMatchObject({
      name: 'SimulatedFailure',
      message: 'simulated failure of TransformRecords before its write, as simulateFail in the input asks',
    });
    expect(dynamodb.requests()).toBe(0);
  });

  test('fails after the write in phase after', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    const task = runTask(STEP, taskOf({ step: STEP, phase: 'after', error: 'Other' }));
    await expect(define().run(task, CONTEXT)).rejects.toMatchObject({ name: 'Other' });
    expect(dynamodb.requests()).toBe(1);
  });

  test('hangs before the write in phase timeout', async () => {
    const task = runTask(STEP, taskOf({ step: STEP, phase: 'timeout' }));
    await expect(define().run(task, CONTEXT)).rejects.toMatchObject({ name: 'Hang' });
    expect(dynamodb.requests()).toBe(0);
  });

  test('is over after so many times', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    const { run } = define();
    const plan = { step: STEP, phase: 'before', times: 2, error: 'TransientError' };
    for (const attempt of [0, 1]) {
      const failure = { name: 'TransientError' };
      await expect(run(runTask(STEP, taskOf(plan, attempt)), CONTEXT)).rejects.toMatchObject(failure);
    }
    expect(await run(runTask(STEP, taskOf(plan, 2)), CONTEXT)).toMatchObject({ Status: 'Success' });
  });

  test('fails step and rollback in phase rollback, the rollback so many times', async () => {
    dynamodb.on(UpdateItemCommand).resolves({});
    const { run, rollback } = define();
    const plan = { step: STEP, phase: 'rollback', times: 1 };
    const simulated = { name: 'SimulatedFailure' };
    await expect(run(runTask(STEP, taskOf(plan)), CONTEXT)).rejects.toMatchObject(simulated);
    expect(dynamodb.requests()).toBe(1);
    await expect(rollback(rollbackTask(STEP, taskOf(plan)), CONTEXT)).rejects.toMatchObject({ name: 'TransientError' });
    expect(dynamodb.requests()).toBe(1);
    expect(await rollback(rollbackTask(STEP, taskOf(plan, 1)), CONTEXT)).toMatchObject({ Status: 'RolledBack' });
  });

  test.each([
    [0.1, 0],
    [0.2, 1],
  ])('true fails by chance: a draw of %d leaves %d writes', async (draw, writes) => {
    dynamodb.on(UpdateItemCommand).resolves({});
    const { run } = define({}, { random: () => draw });
    await expect(run(runTask(STEP, taskOf(true)), CONTEXT)).rejects.toMatchObject({ name: 'SimulatedFailure' });
    expect(dynamodb.requests()).toBe(writes);
  });

  test.each([true, STEP, { step: STEP, phase: 'timeout' }, { step: STEP, phase: 'rollback' }])(
    'is ignored where the environment has switched it off: %j',
    async (simulateFail) => {
      dynamodb.on(UpdateItemCommand).resolves({});
      const { run, rollback } = define({}, { simulateFail: false, random: () => 0 });
      expect(await run(runTask(STEP, taskOf(simulateFail)), CONTEXT)).toMatchObject({ Status: 'Success' });
      expect(await rollback(rollbackTask(STEP, taskOf(simulateFail)), CONTEXT)).toMatchObject({ Status: 'RolledBack' });
    },
  );

  test('is checked also where the environment has switched it off', async () => {
    const { run } = define({}, { simulateFail: false });
    await expect(run(runTask(STEP, taskOf('Nowhere')), CONTEXT)).rejects.toMatchObject({ name: 'InvalidTransaction' });
  });
});
