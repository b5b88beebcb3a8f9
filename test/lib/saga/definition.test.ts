import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { FENCE_REFUSALS, REFUSALS } from '../../../contract/errors.ts';
import { SAGA_STEPS } from '../../../contract/saga.ts';
import { Saga } from '../../../lib/index.ts';
import { aslOf, pathFrom, problemsOf, state } from '../support/asl.ts';
import { newSaga, templateOf } from '../support/sagas.ts';

const asl = aslOf(templateOf(newSaga(SAGA_STEPS)));
const [first, second, last] = SAGA_STEPS;
const SENDS = [
  'SendToRecoveryQueue',
  'PublishRolledBack',
  'KeepRolledBack',
  'PublishRollbackFailed',
  'KeepRollbackFailed',
];
const RECORD_TASKS = ['CloseSaga', 'ReadSaga', 'CloseFailedSaga', 'TakeOverFailedSaga', 'ReadFailedSaga'];
const tasks = Object.entries(asl.States).filter(([, { Type }]) => Type === 'Task');

describe('the state machine', () => {
  test('takes three transitions to commit', () => {
    expect(pathFrom(asl, asl.StartAt)).toEqual(['ProcessRecords', 'TransformRecords', 'CommitRecords']);
    expect(state(asl, last).End).toBe(true);
  });

  test('takes ten transitions when the last step fails and is rolled back, one of them to tell of it', () => {
    const rollbacks = pathFrom(asl, `${last}Rollback`);
    expect(rollbacks).toEqual([
      'CommitRecordsRollback',
      'TransformRecordsRollback',
      'ProcessRecordsRollback',
      'RollbackOutcome',
      'CloseSaga',
      'PublishRolledBack',
      'SagaFailed',
    ]);
    expect(SAGA_STEPS.length + rollbacks.length).toBe(10);
  });

  test('is found in order by the validator', () => {
    expect(problemsOf(asl)).toEqual([]);
  });

  test('times out after an hour', () => {
    expect(asl.TimeoutSeconds).toBe(3_600);
  });

  test('has a timeout on every Task, above that of its Lambda', () => {
    for (const [name, { TimeoutSeconds }] of tasks) {
      expect([name, TimeoutSeconds]).toEqual([name, [...RECORD_TASKS, ...SENDS].includes(name) ? 5 : 15]);
    }
  });
});

describe('a step', () => {
  test.each(SAGA_STEPS)('is told who acts and the whole input, from the context object: %s', (name) => {
    expect(state(asl, name).Parameters?.Payload).toEqual({
      Step: name,
      Saga: [...SAGA_STEPS],
      'Input.$': '$$.Execution.Input',
      Execution: {
        'Id.$': '$$.Execution.Id',
        'Name.$': '$$.Execution.Name',
        'StartTime.$': '$$.Execution.StartTime',
      },
      'RetryCount.$': '$$.State.RetryCount',
    });
  });

  test.each(SAGA_STEPS)('keeps its result apart from the input: %s', (name) => {
    expect(state(asl, name)).toMatchObject({
      Resource: expect.stringMatching(/:states:::lambda:invoke$/),
      ResultSelector: { 'Payload.$': '$.Payload' },
      ResultPath: `$.Results.${name}`,
    });
  });

  test.each(SAGA_STEPS)('is retried on what may pass, with a cap and full jitter, and on nothing else: %s', (name) => {
    expect(state(asl, name).Retry).toEqual([
      {
        ErrorEquals: [
          'Lambda.TooManyRequestsException',
          'Lambda.ServiceException',
          'Lambda.AWSLambdaException',
          'Lambda.SdkClientException',
          'Lambda.ClientExecutionTimeoutException',
          'Lambda.Unknown',
          'Sandbox.Timedout',
          'Sandbox.Failure',
          'Runtime.ExitError',
          'Runtime.OutOfMemory',
          'Runtime.TruncatedResponse',
          'Runtime.Unknown',
          'States.Timeout',
          'TransientError',
        ],
        IntervalSeconds: 1,
        BackoffRate: 2,
        MaxDelaySeconds: 20,
        MaxAttempts: 5,
        JitterStrategy: 'FULL',
      },
    ]);
  });

  test.each(SAGA_STEPS)('that refuses ends the execution, one that fails is rolled back itself: %s', (name) => {
    expect(state(asl, name).Catch).toEqual([
      { ErrorEquals: refusalsOf(name), Next: 'SagaRefused' },
      { ErrorEquals: ['States.ALL'], ResultPath: `$.Failed.${name}`, Next: `${name}Rollback` },
    ]);
  });
});

/** A transaction is found invalid by the first step; from a later one the word would leave what the others wrote. */
function refusalsOf(name: string): readonly string[] {
  return name === first ? REFUSALS : FENCE_REFUSALS;
}

describe('a rollback', () => {
  test.each(SAGA_STEPS)('is told the error besides, under the name of the step that failed: %s', (name) => {
    expect(state(asl, `${name}Rollback`).Parameters?.Payload).toEqual({
      ...(state(asl, name).Parameters?.Payload as object),
      'Failed.$': '$.Failed',
    });
    expect(state(asl, `${name}Rollback`).ResultPath).toBe(`$.Rollbacks.${name}`);
  });

  test('calls a function of its own', () => {
    const functions = SAGA_STEPS.flatMap((name) => [name, `${name}Rollback`]).map(
      (name) => state(asl, name).Parameters?.FunctionName,
    );
    expect(new Set(functions).size).toBe(6);
  });

  test.each(SAGA_STEPS)('is retried long, whatever it fails on but a refusal: %s', (name) => {
    expect(state(asl, `${name}Rollback`).Retry).toEqual([
      { ErrorEquals: refusalsOf(name), MaxAttempts: 0 },
      {
        ErrorEquals: ['States.ALL'],
        IntervalSeconds: 1,
        BackoffRate: 2,
        MaxDelaySeconds: 30,
        MaxAttempts: 11,
        JitterStrategy: 'FULL',
      },
    ]);
  });

  test.each([
    [last, `${second}Rollback`],
    [second, `${first}Rollback`],
    [first, 'RollbackOutcome'],
  ])('of %s that fails for good is noted, and %s still runs', (name, next) => {
    expect(state(asl, `${name}Rollback`).Catch).toEqual([
      { ErrorEquals: refusalsOf(name), Next: 'SagaRefused' },
      { ErrorEquals: ['States.ALL'], ResultPath: `$.RollbackErrors.${name}`, Next: `${name}RollbackFailed` },
    ]);
    expect(state(asl, `${name}RollbackFailed`)).toEqual({
      Type: 'Pass',
      Parameters: {
        M: {
          Execution: { 'S.$': '$$.Execution.Id' },
          Name: { S: name },
          Status: { S: 'RollbackFailed' },
          Ts: { 'S.$': '$$.State.EnteredTime' },
        },
      },
      ResultPath: `$.RollbackFailures.${name}`,
      Next: next,
    });
  });
});

describe('the closing', () => {
  test('closes the record without a Lambda, where it is mine and no data is left', () => {
    expect(state(asl, 'CloseSaga')).toMatchObject({
      Resource: expect.stringMatching(/:states:::dynamodb:updateItem$/),
      ResultPath: null,
      Parameters: {
        Key: { TransactionId: { 'S.$': '$.Rollbacks.ProcessRecords.Payload.TransactionId' } },
        ConditionExpression:
          '#ExecutionId = :me AND #Status IN (:rollingBack, :rollbackFailed)' +
          ' AND attribute_not_exists(#ProcessRecords)' +
          ' AND attribute_not_exists(#TransformRecords)' +
          ' AND attribute_not_exists(#CommitRecords)',
        UpdateExpression: 'SET #Status = :rolledBack, #ClosedAt = :now, #ExpiresAt = :expiresAt',
      },
    });
  });

  test.each(RECORD_TASKS)('retries %s as long as a rollback, but no condition that failed', (name) => {
    const retries = state(asl, name).Retry ?? [];
    expect(retries.at(-1)).toEqual(state(asl, `${first}Rollback`).Retry?.at(-1));
    if (name.startsWith('Read')) expect(retries).toHaveLength(1);
    else expect(retries[0]).toEqual({ ErrorEquals: ['DynamoDB.ConditionalCheckFailedException'], MaxAttempts: 0 });
  });

  test.each(RECORD_TASKS)('leaves the saga open to recovery when %s does not reach the table', (name) => {
    expect(state(asl, name).Catch?.at(-1)).toEqual({
      ErrorEquals: ['States.ALL'],
      ResultPath: '$.CloseError',
      Next: 'SagaOpen',
    });
  });

  test.each(['CloseSaga', 'CloseFailedSaga', 'TakeOverFailedSaga'])(
    'names in %s exactly the attributes and values that its expressions use',
    (name) => {
      const parameters = state(asl, name).Parameters ?? {};
      const expressions = `${parameters.ConditionExpression} ${parameters.UpdateExpression}`;
      const used = (sigil: string): string[] =>
        [...new Set(expressions.match(new RegExp(`${sigil}[A-Za-z]+`, 'g')))].sort();
      expect(Object.keys(parameters.ExpressionAttributeNames as object).sort()).toEqual(used('#'));
      expect(Object.keys(parameters.ExpressionAttributeValues as object).sort()).toEqual(used(':'));
    },
  );
});

describe('a saga of steps of one’s own', () => {
  test.each([1, 2, 3, 4, 5])('of %i steps runs them in order and rolls them back in reverse', (count) => {
    const names = ['Reserve', 'Charge', 'Pack', 'Ship', 'Notify'].slice(0, count);
    const own = aslOf(templateOf(newSaga(names)));

    expect(pathFrom(own, own.StartAt)).toEqual(names);
    expect(pathFrom(own, `${names.at(-1)}Rollback`)).toEqual([
      ...names.map((name) => `${name}Rollback`).reverse(),
      'RollbackOutcome',
      'CloseSaga',
      'PublishRolledBack',
      'SagaFailed',
    ]);
    expect(JSON.stringify(own)).not.toMatch(/ProcessRecords|TransformRecords|CommitRecords/);
    expect(problemsOf(own)).toEqual([]);
  });

  test('stands beside another in one stack', () => {
    const saga = newSaga(['Reserve']);
    const other = new Saga(Stack.of(saga), 'Other', { steps: saga.steps, table: saga.table });

    expect(other.stateMachine.stateMachineArn).not.toBe(saga.stateMachine.stateMachineArn);
    expect(() => templateOf(saga).resourceCountIs('AWS::StepFunctions::StateMachine', 2)).not.toThrow();
  });
});
