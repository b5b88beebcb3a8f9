import { describe, expect, test } from '@jest/globals';
import { parseRecoveryMessage } from '../../../contract/recovery-message.ts';
import { SAGA_STEPS, STATUS } from '../../../contract/saga.ts';
import { aslOf, state } from '../support/asl.ts';
import { EXECUTION_ID, failure, runAsl, type Task } from '../support/run-asl.ts';
import { newSaga, templateOf } from '../support/sagas.ts';

const asl = aslOf(templateOf(newSaga(SAGA_STEPS)));
const input = { TransactionDetails: { TransactionId: '1' } };
const OTHER = `${EXECUTION_ID}-of-another`;

const commitFails = { CommitRecords: failure('SimulatedFailure') };
const rollbackFails = { ...commitFails, TransformRecordsRollback: failure('TransientError') };
const conditionFails = failure('DynamoDB.ConditionalCheckFailedException');

/** The record as it is found, or none. */
function record(owner?: string, status?: string): Task {
  return () => (owner === undefined ? {} : { Item: { ExecutionId: { S: owner }, Status: { S: status } } });
}

describe('after rollbacks that went well', () => {
  test('the execution fails with the error and the cause of the step', async () => {
    const { path, error, cause } = await runAsl(asl, input, commitFails);
    expect({ error, cause }).toEqual({ error: 'SimulatedFailure', cause: 'the cause of SimulatedFailure' });
    expect(path).toHaveLength(10);
  });

  test('the record is closed with the time to live that the first rollback answered', async () => {
    const written: unknown[] = [];
    await runAsl(asl, input, { ...commitFails, CloseSaga: (parameters) => written.push(parameters) });
    expect(written).toMatchObject([
      { Key: { TransactionId: { S: '1' } }, ExpressionAttributeValues: { ':expiresAt': { N: '1800000000' } } },
    ]);
  });

  test.each([
    [
      'mine and closed by an attempt whose answer was lost',
      record(EXECUTION_ID, STATUS.rolledBack),
      'SimulatedFailure',
    ],
    ["another's", record(OTHER, STATUS.inProgress), 'SimulatedFailure'],
    ['gone', record(), 'SimulatedFailure'],
    ['mine with something left', record(EXECUTION_ID, STATUS.rollingBack), 'SagaOpen'],
    ['mine and given up by a recovery', record(EXECUTION_ID, STATUS.rollbackFailed), 'SagaOpen'],
  ])('a record that cannot be closed because it is %s', async (what, ReadSaga, error) => {
    const run = await runAsl(asl, input, { ...commitFails, CloseSaga: conditionFails, ReadSaga });
    const ending = error === 'SagaOpen' ? 'SagaOpen' : 'SagaFailed';
    const wasMine = what.endsWith('lost') ? ['PublishRolledBack'] : [];
    const at = run.path.indexOf('CloseSaga');
    expect(run.path.slice(at)).toEqual(['CloseSaga', 'ReadSaga', 'ClosedBy', ...wasMine, ending]);
    expect(run.error).toBe(error);
  });

  test('a table that cannot be reached leaves the saga open', async () => {
    const { error, cause } = await runAsl(asl, input, { ...commitFails, CloseSaga: failure('States.Timeout') });
    expect(error).toBe('SagaOpen');
    expect(cause).toMatch(/recovery acts as this execution and closes the record$/);
  });
});

describe('what is told of it', () => {
  const messages = async (stateName: string, stray: object, tasks: Readonly<Record<string, Task>>) => {
    const sent: unknown[] = [];
    const run = await runAsl(asl, stray, { ...tasks, [stateName]: (parameters) => sent.push(parameters.Message) });
    return { sent, path: run.path };
  };

  test('is what the rollback of the first step has answered of the transaction, and what failed', async () => {
    const ProcessRecordsRollback: Task = () => ({
      Payload: { TransactionId: '1', ExpiresAt: 1_800_000_000, Attempt: 3, CorrelationId: 'order 7' },
    });
    const { sent } = await messages('PublishRolledBack', input, { ...commitFails, ProcessRecordsRollback });
    expect(sent).toEqual([
      {
        TransactionId: '1',
        Attempt: 3,
        CorrelationId: 'order 7',
        ExecutionArn: EXECUTION_ID,
        Status: 'ROLLED_BACK',
        FailedStep: 'CommitRecords',
        Error: 'SimulatedFailure',
        Cause: 'the cause of SimulatedFailure',
        Time: expect.any(String),
      },
    ]);
  });

  test.each([
    [input, { Attempt: 1, CorrelationId: null }],
    [
      { ...input, Attempt: 4, CorrelationId: 'order 7' },
      { Attempt: 4, CorrelationId: 'order 7' },
    ],
    [{ Payload: { ...input, Attempt: 5 } }, { Attempt: 5, CorrelationId: null }],
  ])('is what stands in the input %j where no rollback has answered', async (stray, said) => {
    const fails = { ...commitFails, ProcessRecordsRollback: failure('Lambda.Unknown') };
    const { sent } = await messages('PublishRollbackFailed', stray, fails);
    expect(sent).toMatchObject([{ TransactionId: '1', Status: 'ROLLBACK_FAILED', ...said }]);
  });

  test('is told by the recovery that closed the record meanwhile, and not again', async () => {
    const { path } = await runAsl(asl, input, {
      ...rollbackFails,
      CloseFailedSaga: conditionFails,
      TakeOverFailedSaga: conditionFails,
      ReadFailedSaga: record(EXECUTION_ID, STATUS.rolledBack),
    });
    expect(path.slice(-2)).toEqual(['FailedBy', 'SagaFailed']);
  });

  test.each([
    ['ROLLED_BACK', 'RolledBack', commitFails],
    ['ROLLBACK_FAILED', 'RollbackFailed', rollbackFails],
  ])('of %s is set aside where the topic fails, with nothing added to what the ending sees', async (_, name, fails) => {
    const run = (tasks: Readonly<Record<string, Task>>) => runAsl(asl, input, { ...fails, ...tasks });
    const told = await run({});
    const refused = { [`Publish${name}`]: failure('SNS.NotFoundException') };
    const kept = await run(refused);
    const lost = await run({ ...refused, [`Keep${name}`]: failure('SQS.SdkClientException') });
    expect(kept.path.slice(-3)).toEqual([`Publish${name}`, `Keep${name}`, told.path.at(-1)]);
    for (const { path, ...end } of [kept, lost]) expect({ ...told, ...end }).toEqual(told);
    expect(lost.path).toEqual(kept.path);
    for (const state of [`Publish${name}`, `Keep${name}`])
      expect(asl.States[state]?.Catch?.[0]).toMatchObject({ ErrorEquals: ['States.ALL'], ResultPath: null });
  });
});

describe('after a rollback that failed for good', () => {
  test('the others run, and the execution says which failed and after what', async () => {
    const { path, error, cause } = await runAsl(asl, input, rollbackFails);
    expect(path.slice(3)).toEqual([
      'CommitRecordsRollback',
      'TransformRecordsRollback',
      'TransformRecordsRollbackFailed',
      'ProcessRecordsRollback',
      'RollbackOutcome',
      'InputDefaults',
      'FindTransaction',
      'TransactionInInput',
      'CloseFailedSaga',
      'SendToRecoveryQueue',
      'PublishRollbackFailed',
      'RollbackFailed',
    ]);
    expect(error).toBe('RollbackFailed');
    expect(cause).toMatch(
      /^the rollbacks of \["TransformRecords"\] failed for good after SimulatedFailure: .*: npm run saga -- recover 1$/,
    );
  });

  test('the recovery queue gets all that is needed to resume, and the command', async () => {
    const sent: Readonly<Record<string, unknown>>[] = [];
    await runAsl(asl, input, { ...rollbackFails, SendToRecoveryQueue: (parameters) => sent.push(parameters) });

    expect(sent).toHaveLength(1);
    expect(parseRecoveryMessage(JSON.stringify(sent[0]?.MessageBody))).toEqual({
      Kind: 'RollbackFailed',
      ExecutionArn: EXECUTION_ID,
      TransactionId: '1',
      Error: 'SimulatedFailure',
      Cause: 'the cause of SimulatedFailure',
      RollbackErrors: {
        TransformRecords: { Error: 'TransientError', Cause: 'the cause of TransientError' },
      },
      Command: 'npm run saga -- recover 1',
      Time: expect.any(String),
    });
  });

  test('a queue that cannot be reached leaves the saga open, so that recovery goes on and tells', async () => {
    let attempts = 0;
    const unreachable: Task = (parameters) => {
      attempts += 1;
      return failure('SQS.SdkClientException')(parameters);
    };
    const { path, error } = await runAsl(asl, input, { ...rollbackFails, SendToRecoveryQueue: unreachable });
    expect(path.slice(-3)).toEqual(['CloseFailedSaga', 'SendToRecoveryQueue', 'SagaOpen']);
    expect({ error, attempts }).toEqual({ error: 'SagaOpen', attempts: 6 });
  });

  test('the record is told which step failed, even where no rollback came so far', async () => {
    const written: unknown[] = [];
    await runAsl(asl, input, { ...rollbackFails, CloseFailedSaga: (parameters) => written.push(parameters) });
    expect(written).toMatchObject([
      {
        ExpressionAttributeValues: {
          ':error': { M: { Step: { S: 'CommitRecords' }, Name: { S: 'SimulatedFailure' } } },
        },
      },
    ]);
  });

  test('the record gets an audit entry for each', async () => {
    const written: unknown[] = [];
    await runAsl(
      asl,
      { Payload: input },
      {
        ...rollbackFails,
        ProcessRecordsRollback: failure('Lambda.Unknown'),
        CloseFailedSaga: (parameters) => written.push(parameters),
      },
    );
    const entry = (name: string): unknown => ({
      M: {
        Execution: { S: EXECUTION_ID },
        Name: { S: name },
        Status: { S: 'RollbackFailed' },
        Ts: { S: expect.any(String) },
      },
    });
    expect(written).toMatchObject([
      {
        Key: { TransactionId: { S: '1' } },
        ExpressionAttributeValues: { ':entries': { L: [entry('TransformRecords'), entry('ProcessRecords')] } },
      },
    ]);
  });

  test('the record becomes mine and gets the entries on its way into ROLLBACK_FAILED alone', () => {
    expect(state(asl, 'CloseFailedSaga').Parameters).toMatchObject({
      ConditionExpression:
        'attribute_not_exists(#TransactionId) OR (#ExecutionId = :me AND #Status IN (:inProgress, :committed, :rollingBack))',
      UpdateExpression:
        'SET #ExecutionId = :me, #Status = :rollbackFailed, #Steps = list_append(if_not_exists(#Steps, :none), :entries), ' +
        '#Saga = if_not_exists(#Saga, :saga), #Error = if_not_exists(#Error, :error)',
    });
    expect(state(asl, 'TakeOverFailedSaga').Parameters).toMatchObject({
      ConditionExpression: '#Status = :rolledBack AND #ClosedAt < :startedAt',
      UpdateExpression:
        'SET #ExecutionId = :me, #Status = :rollbackFailed, #Steps = list_append(if_not_exists(#Steps, :none), :entries), ' +
        '#Saga = :saga, #Error = :error REMOVE #Undone, #ClosedAt, #ExpiresAt',
    });
  });

  test.each(['ReadSaga', 'ReadFailedSaga'])('%s reads what was written last, and no more than it asks', (name) => {
    expect(state(asl, name).Parameters).toMatchObject({
      ConsistentRead: true,
      ProjectionExpression: '#ExecutionId,#Status',
    });
  });

  test('the record of an earlier attempt, rolled back before, is taken over', async () => {
    const { path, error } = await runAsl(asl, input, { ...rollbackFails, CloseFailedSaga: conditionFails });
    expect(path.slice(-5)).toEqual([
      'CloseFailedSaga',
      'TakeOverFailedSaga',
      'SendToRecoveryQueue',
      'PublishRollbackFailed',
      'RollbackFailed',
    ]);
    expect(error).toBe('RollbackFailed');
  });

  test.each([
    ['the second before', '2026-01-01T11:59:59.999Z', '2026-01-01T12:00:00.123Z', true],
    ['within the same second', '2026-01-01T12:00:00.122Z', '2026-01-01T12:00:00.123Z', true],
    ['at the same time', '2026-01-01T12:00:00.123Z', '2026-01-01T12:00:00.123Z', false],
    ['after it, whose start has no fraction', '2026-01-01T12:00:00.123Z', '2026-01-01T12:00:00Z', false],
    ['after it, whose start has one digit', '2026-01-01T12:00:00.123Z', '2026-01-01T12:00:00.1Z', false],
    ['after it', '2026-01-01T12:00:01.000Z', '2026-01-01T12:00:00.999Z', false],
  ])('is taken over or left alone as it was closed %s', async (_when, closedAt, startTime, isTaken) => {
    const written: { readonly ExpressionAttributeValues?: { readonly ':startedAt'?: { readonly S: string } } }[] = [];
    const tasks: Readonly<Record<string, Task>> = {
      ...rollbackFails,
      CloseFailedSaga: conditionFails,
      TakeOverFailedSaga: (parameters) => written.push(parameters),
    };
    await runAsl(asl, input, tasks, startTime);
    // DynamoDB compares text as text.
    expect(closedAt < String(written[0]?.ExpressionAttributeValues?.[':startedAt']?.S)).toBe(isTaken);
  });

  test.each([
    [
      'mine and written by an attempt whose answer was lost',
      record(EXECUTION_ID, STATUS.rollbackFailed),
      'RollbackFailed',
    ],
    ['mine and closed by a recovery', record(EXECUTION_ID, STATUS.rolledBack), 'SimulatedFailure'],
    ["another's", record(OTHER, STATUS.committed), 'SimulatedFailure'],
    ['gone', record(), 'SimulatedFailure'],
    ['mine and changed meanwhile', record(EXECUTION_ID, STATUS.rollingBack), 'SagaOpen'],
  ])('a record that cannot be written because it is %s', async (_what, ReadFailedSaga, error) => {
    const run = await runAsl(asl, input, {
      ...rollbackFails,
      CloseFailedSaga: conditionFails,
      TakeOverFailedSaga: conditionFails,
      ReadFailedSaga,
    });
    expect(run.error).toBe(error);
    expect(run.path).toContain('FailedBy');
  });

  test.each(['CloseFailedSaga', 'TakeOverFailedSaga', 'ReadFailedSaga'])(
    'a table that cannot be reached by %s leaves the saga open',
    async (name) => {
      const { error } = await runAsl(asl, input, {
        ...rollbackFails,
        CloseFailedSaga: conditionFails,
        TakeOverFailedSaga: conditionFails,
        [name]: failure('States.Timeout'),
      });
      expect(error).toBe('SagaOpen');
    },
  );

  test.each([[{ hello: 1 }], [{ TransactionDetails: { TransactionId: 7 } }], [{ Payload: 'text' }]])(
    'an input without a transaction, %j, ends with the error of the step',
    async (stray) => {
      const { path, error } = await runAsl(asl, stray, {
        ProcessRecords: failure('Lambda.Unknown'),
        ProcessRecordsRollback: failure('Lambda.Unknown'),
      });
      expect(path.slice(-2)).toEqual(['FindTransaction', 'SagaFailed']);
      expect(error).toBe('Lambda.Unknown');
    },
  );
});

describe('a refusal', () => {
  test.each([[42], [{ hello: 1 }]])('of the input %j ends the execution with its own error', async (stray) => {
    const run = await runAsl(asl, stray, { ProcessRecords: failure('InvalidTransaction') });
    expect(run).toEqual({
      path: ['ProcessRecords', 'SagaRefused'],
      error: 'InvalidTransaction',
      cause: 'the cause of InvalidTransaction',
    });
  });

  test('of the transaction by a later step is an error like any other: what the steps before wrote is rolled back', async () => {
    const run = await runAsl(asl, input, { ...commitFails, CommitRecords: failure('InvalidTransaction') });
    expect(run.path).toContain('ProcessRecordsRollback');
    expect(run).toMatchObject({ error: 'InvalidTransaction' });
    expect(run.path.at(-1)).toBe('SagaFailed');
  });

  test.each(['DuplicateTransaction', 'SagaClosed'])(
    'by a rollback, %s, is not retried and ends the execution with its own error',
    async (name) => {
      let attempts = 0;
      const refuse: Task = (parameters) => {
        attempts += 1;
        return failure(name)(parameters);
      };
      const { path, error } = await runAsl(asl, input, { ...commitFails, TransformRecordsRollback: refuse });
      expect(path.at(-1)).toBe('SagaRefused');
      expect({ error, attempts }).toEqual({ error: name, attempts: 1 });
    },
  );
});
