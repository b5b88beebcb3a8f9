import { describe, expect, test } from '@jest/globals';
import { FakeFunctions } from '../support/fake-functions.ts';
import { lambdaTask, machineOf, register, runDefinition, stepFunctions, typesOf } from '../support/run.ts';

/** Functions that answer when told to. */
function hanging() {
  const { promise, resolve } = Promise.withResolvers<string>();
  return { functions: new FakeFunctions(() => promise), answer: resolve };
}

describe('a Task that takes too long', () => {
  const caught = {
    StartAt: 'Charge',
    States: {
      Charge: lambdaTask({
        TimeoutSeconds: 1,
        Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Caught' }],
        End: true,
      }),
      Caught: { Type: 'Succeed' },
    },
  };

  test('times out, and the late answer of its function changes nothing', async () => {
    const { functions, answer } = hanging();

    const { output, events } = await runDefinition(caught, {}, { functions });
    answer('late');
    await new Promise(setImmediate);

    expect(output).toMatchObject({ Error: 'States.Timeout' });
    expect(typesOf(events)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskTimedOut',
      'TaskStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events[2]).toMatchObject({ taskScheduledEventDetails: { timeoutInSeconds: 1 } });
  });

  test('times out after what TimeoutSecondsPath finds in the raw input', async () => {
    const { functions } = hanging();
    const definition = machineOf({
      Charge: lambdaTask({ InputPath: '$.payload', TimeoutSecondsPath: '$.seconds' }),
    });

    const { status, error, cause, events } = await runDefinition(
      definition,
      { payload: {}, seconds: 1 },
      { functions },
    );

    expect({ status, error, cause }).toEqual({ status: 'FAILED', error: 'States.Timeout', cause: undefined });
    expect(events[2]).toMatchObject({ taskScheduledEventDetails: { timeoutInSeconds: 1 } });
  });

  test.each([[{}], [{ seconds: 0 }], [{ seconds: 1.5 }], [{ seconds: '1' }]])(
    'is not begun where TimeoutSecondsPath leads to no time: %j',
    async (input) => {
      const functions = new FakeFunctions();

      const outcome = await runDefinition(
        machineOf({ Charge: lambdaTask({ TimeoutSecondsPath: '$.seconds' }) }),
        input,
        {
          functions,
        },
      );

      expect(outcome).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
      expect(functions.calls).toEqual([]);
    },
  );
});

describe('an execution that takes too long', () => {
  test('ends TIMED_OUT, and the late answer of its function changes nothing', async () => {
    const { functions, answer } = hanging();
    const service = stepFunctions({ functions });
    const machine = await register(service, { ...machineOf({ Charge: lambdaTask() }), TimeoutSeconds: 1 });
    const { arn, history } = service.start({ machine, name: 'one', input: '{}' });

    const { status, error, cause, stopDate } = await service.waitForEnd(arn);
    answer('late');
    await new Promise(setImmediate);

    expect({ status, error, cause }).toEqual({ status: 'TIMED_OUT', error: undefined, cause: undefined });
    expect(stopDate).toEqual(expect.any(Number));
    expect(typesOf(history.events)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'ExecutionTimedOut',
    ]);
  });

  test('may take longer than a timer of Node.js can last', async () => {
    const definition = {
      ...machineOf({ Charge: lambdaTask({ TimeoutSeconds: 99_999_999 }) }),
      TimeoutSeconds: 99_999_999,
    };

    expect(await runDefinition(definition)).toMatchObject({ status: 'SUCCEEDED' });
  });
});
