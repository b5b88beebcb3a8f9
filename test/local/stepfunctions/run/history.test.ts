import { describe, expect, test } from '@jest/globals';
import { FakeFunctions, named } from '../support/fake-functions.ts';
import { FUNCTION, lambdaTask, machineOf, runDefinition, typesOf } from '../support/run.ts';

describe('the history of an execution', () => {
  test('tells of a Task as AWS does, each event following the one before', async () => {
    const { events } = await runDefinition(machineOf({ Charge: lambdaTask() }), { amount: 5 });

    expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'TaskStateEntered'],
      [3, 2, 'TaskScheduled'],
      [4, 3, 'TaskStarted'],
      [5, 4, 'TaskSucceeded'],
      [6, 5, 'TaskStateExited'],
      [7, 6, 'ExecutionSucceeded'],
    ]);
    expect(events[2]).toMatchObject({
      taskScheduledEventDetails: {
        resourceType: 'lambda',
        resource: 'invoke',
        region: 'us-east-1',
        parameters: JSON.stringify({ FunctionName: FUNCTION, Payload: { amount: 5 } }),
      },
    });
  });

  test('shows each attempt of a retried Task within one state', async () => {
    const functions = new FakeFunctions((_, count) => {
      if (count < 2) throw named('Busy');
      return 'done';
    });
    const definition = machineOf({ Charge: lambdaTask({ Retry: [{ ErrorEquals: ['Busy'] }] }) });

    const { events } = await runDefinition(definition, {}, { functions });

    expect(typesOf(events)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskFailed',
      'TaskScheduled',
      'TaskStarted',
      'TaskFailed',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events[4]).toMatchObject({
      taskFailedEventDetails: {
        resourceType: 'lambda',
        resource: 'invoke',
        error: 'Busy',
        cause: JSON.stringify({ errorType: 'Busy', errorMessage: 'it went wrong', trace: ['at handler'] }),
      },
    });
  });

  test('tells of a function that is the Resource itself with events of its own', async () => {
    const { events, output } = await runDefinition(machineOf({ Charge: { Type: 'Task', Resource: FUNCTION } }), {
      amount: 5,
    });

    expect(typesOf(events).slice(2, 5)).toEqual([
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
    ]);
    expect(output).toEqual({ amount: 5 });
  });

  test('has the state’s type in the names of its events', async () => {
    const definition = {
      StartAt: 'Pass',
      States: {
        Pass: { Type: 'Pass', Next: 'Wait' },
        Wait: { Type: 'Wait', Seconds: 1, Next: 'Choose' },
        Choose: {
          Type: 'Choice',
          Choices: [{ Variable: '$.go', BooleanEquals: true, Next: 'Done' }],
          Default: 'Failed',
        },
        Done: { Type: 'Succeed' },
        Failed: { Type: 'Fail', Error: 'NoGo', Cause: 'it was not to be' },
      },
    };

    const succeeded = await runDefinition(definition, { go: true });
    expect(typesOf(succeeded.events).slice(1)).toEqual([
      'PassStateEntered',
      'PassStateExited',
      'WaitStateEntered',
      'WaitStateExited',
      'ChoiceStateEntered',
      'ChoiceStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
    const failed = await runDefinition(definition, { go: false });
    expect(typesOf(failed.events).slice(-2)).toEqual(['FailStateEntered', 'ExecutionFailed']);
    expect(failed.events.at(-1)).toMatchObject({
      executionFailedEventDetails: { error: 'NoGo', cause: 'it was not to be' },
    });
  });

  test('ends an execution that has more than 25,000 events', async () => {
    const definition = {
      StartAt: 'Round',
      States: { Round: { Type: 'Pass', Next: 'Again' }, Again: { Type: 'Pass', Next: 'Round' } },
    };

    const { status, error, cause, events } = await runDefinition(definition);

    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.Runtime' });
    expect(cause).toContain('The execution reached the maximum number of history events (25000).');
    expect(events).toHaveLength(25_000);
  });
});
