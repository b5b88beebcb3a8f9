import { describe, expect, test } from '@jest/globals';
import { FakeFunctions } from '../support/fake-functions.ts';
import { FUNCTION, lambdaTask, machineOf, runDefinition } from '../support/run.ts';

describe('Pass', () => {
  test.each([[null], [false], [0], [''], [[]], [{ a: 1 }]])('gives its Result %j', async (Result) => {
    expect(await runDefinition(machineOf({ Pass: { Type: 'Pass', Result } }), { in: 1 })).toMatchObject({
      output: Result,
    });
  });

  test('takes nothing in its Result for a path', async () => {
    const Result = { 'a.$': '$.b', 'c.$': '$$' };

    expect(await runDefinition(machineOf({ Pass: { Type: 'Pass', Result } }))).toMatchObject({ output: Result });
  });

  test.each([
    [{ InputPath: '$.a' }, 1],
    [{ InputPath: null }, {}],
    [{ OutputPath: null }, {}],
    [{ OutputPath: '$.a' }, 1],
    [{ Result: 2, ResultPath: '$' }, 2],
    [{ Result: 2, ResultPath: null }, { a: 1 }],
    [
      { Result: 2, ResultPath: '$.b' },
      { a: 1, b: 2 },
    ],
    [
      { Result: 2, ResultPath: "$['b c'].d" },
      { a: 1, 'b c': { d: 2 } },
    ],
    [{ Parameters: { 'x.$': '$.a', y: [{ 'z.$': '$$.State.Name' }] } }, { x: 1, y: [{ z: 'Pass' }] }],
  ])('with %j of { a: 1 } makes %j', async (fields, output) => {
    expect(await runDefinition(machineOf({ Pass: { Type: 'Pass', ...fields } }), { a: 1 })).toMatchObject({ output });
  });

  test.each([[null], [0], [false], ['']])('hands the input %j on, as a whole and in Parameters', async (input) => {
    expect(
      await runDefinition(machineOf({ Pass: { Type: 'Pass', InputPath: '$', OutputPath: '$' } }), input),
    ).toMatchObject({
      output: input,
    });
    expect(
      await runDefinition(machineOf({ Pass: { Type: 'Pass', Parameters: { 'in.$': '$' } } }), input),
    ).toMatchObject({
      output: { in: input },
    });
  });

  test('keeps keys that mean something to JavaScript', async () => {
    const input = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}');

    const { output } = await runDefinition(machineOf({ Pass: { Type: 'Pass', Parameters: { 'all.$': '$' } } }), input);

    expect(JSON.stringify(output)).toBe('{"all":{"__proto__":{"a":1},"constructor":2}}');
  });
});

describe('Fail', () => {
  test('without Error and Cause fails without them', async () => {
    const { status, error, cause, events } = await runDefinition(machineOf({ Fail: { Type: 'Fail' } }));

    expect({ status, error, cause }).toEqual({ status: 'FAILED', error: undefined, cause: undefined });
    expect(events.at(-1)).toMatchObject({ type: 'ExecutionFailed', executionFailedEventDetails: {} });
  });

  test('takes Error and Cause from paths, the context object and intrinsic functions', async () => {
    const definition = machineOf({
      Fail: {
        Type: 'Fail',
        ErrorPath: '$$.State.Name',
        CausePath: "States.Format('{} of {}', $.error, $$.StateMachine.Name)",
      },
    });

    expect(await runDefinition(definition, { error: 'a fault' })).toMatchObject({
      error: 'Fail',
      cause: 'a fault of Saga',
    });
  });

  test('fails with States.Runtime where its path gives no string', async () => {
    const definition = machineOf({ Fail: { Type: 'Fail', ErrorPath: '$.error' } });

    expect(await runDefinition(definition, { error: 42 })).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining('ErrorPath $.error gives the number 42, but has to give a string'),
    });
  });
});

describe('Wait', () => {
  test('waits so many seconds, times the time scale', async () => {
    const started = performance.now();
    const definition = machineOf({ Wait: { Type: 'Wait', SecondsPath: '$.seconds' } });

    const { output } = await runDefinition(definition, { seconds: 30 }, { timeScale: 0.001 });

    expect(output).toEqual({ seconds: 30 });
    expect(performance.now() - started).toBeGreaterThanOrEqual(28);
  });

  test.each(['2016-03-14T01:59:00Z', '2016-03-14T01:59:00.123456Z', '2016-03-14T01:59:00+02:00'])(
    'does not wait for what is past: %s',
    async (at) => {
      expect(await runDefinition(machineOf({ Wait: { Type: 'Wait', TimestampPath: '$.at' } }), { at })).toMatchObject({
        status: 'SUCCEEDED',
      });
    },
  );

  test.each([
    [{ SecondsPath: '$.value' }, -1],
    [{ SecondsPath: '$.value' }, 1.5],
    [{ SecondsPath: '$.value' }, '5'],
    [{ TimestampPath: '$.value' }, '2016-03-14 01:59:00Z'],
    [{ TimestampPath: '$.value' }, '2016-13-14T01:59:00Z'],
    [{ TimestampPath: '$.value' }, '2016-03-14T01:59:00'],
    [{ TimestampPath: '$.value' }, 5],
  ])('fails with States.Runtime where %j leads to %j', async (fields, value) => {
    expect(await runDefinition(machineOf({ Wait: { Type: 'Wait', ...fields } }), { value })).toMatchObject({
      error: 'States.Runtime',
    });
  });
});

describe('Task', () => {
  test('reads the context object and makes a result with ResultSelector', async () => {
    const functions = new FakeFunctions();
    const definition = machineOf({
      Charge: lambdaTask({
        Parameters: {
          FunctionName: FUNCTION,
          Payload: { 'Input.$': '$$.Execution.Input', 'Id.$': '$$.Execution.Id', 'Start.$': '$$.Execution.StartTime' },
        },
        ResultSelector: { 'Payload.$': '$.Payload', 'Name.$': '$$.Execution.Name', 'State.$': '$$.State.Name' },
        ResultPath: '$.Results.Charge',
      }),
    });

    const { output, executionArn } = await runDefinition(definition, { amount: 5 }, { functions });

    const payload = { Input: { amount: 5 }, Id: executionArn, Start: expect.stringMatching(/^\d{4}-.*T.*\.\d{3}Z$/) };
    expect(functions.calls[0]).toMatchObject({ functionName: FUNCTION, payload });
    const Charge = { Payload: payload, Name: executionArn.split(':').at(-1), State: 'Charge' };
    expect(output).toEqual({ amount: 5, Results: { Charge } });
  });

  test('reads all values of an object as a list, and an empty one where nothing is found', async () => {
    const definition = machineOf({
      Pass: {
        Type: 'Pass',
        Parameters: {
          'entries.$': '$.RollbackFailures.*',
          'names.$': '$.RollbackFailures.*.Name',
          'none.$': '$.nothing[*].x',
        },
      },
    });
    const input = { RollbackFailures: { A: { Name: 'a' }, B: { Name: 'b' } } };

    expect(await runDefinition(definition, input)).toMatchObject({
      output: { entries: [{ Name: 'a' }, { Name: 'b' }], names: ['a', 'b'], none: [] },
    });
  });
});
