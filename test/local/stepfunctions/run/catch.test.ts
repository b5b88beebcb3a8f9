import { describe, expect, test } from '@jest/globals';
import { AwsError } from '../../../../local/http/aws-json.ts';
import { FakeFunctions, named } from '../support/fake-functions.ts';
import { lambdaTask, machineOf, runDefinition, typesOf } from '../support/run.ts';

const failing = (name: string, message?: string) =>
  new FakeFunctions(() => {
    throw named(name, message);
  });

const REFUSED = {
  StartAt: 'Charge',
  States: {
    Charge: lambdaTask({ End: true, Catch: [{ ErrorEquals: ['InvalidTransaction'], Next: 'Refused' }] }),
    Refused: { Type: 'Fail', ErrorPath: '$.Error', CausePath: '$.Cause' },
  },
};

describe('an error that is caught', () => {
  test.each([[42], [null], [[]], ['text'], [false], [{ hello: 1 }]])(
    'without a ResultPath replaces the input %j, whatever that is',
    async (input) => {
      const outcome = await runDefinition(REFUSED, input, {
        functions: failing('InvalidTransaction', 'no transaction'),
      });

      expect(outcome).toMatchObject({
        status: 'FAILED',
        error: 'InvalidTransaction',
        cause: JSON.stringify({
          errorType: 'InvalidTransaction',
          errorMessage: 'no transaction',
          trace: ['at handler'],
        }),
      });
    },
  );

  test.each([
    ['$', { Error: 'Declined', Cause: expect.any(String) }],
    ['$.Error', { id: 1, Error: { Error: 'Declined', Cause: expect.any(String) } }],
    ["$['the error']", { id: 1, 'the error': { Error: 'Declined', Cause: expect.any(String) } }],
    ['$.Errors.Charge', { id: 1, Errors: { Charge: { Error: 'Declined', Cause: expect.any(String) } } }],
    [null, { id: 1 }],
  ])('goes where ResultPath %j says', async (ResultPath, output) => {
    const definition = {
      StartAt: 'Charge',
      States: {
        Charge: lambdaTask({ End: true, Catch: [{ ErrorEquals: ['States.ALL'], ResultPath, Next: 'Done' }] }),
        Done: { Type: 'Succeed' },
      },
    };

    expect(await runDefinition(definition, { id: 1 }, { functions: failing('Declined') })).toMatchObject({ output });
  });

  test('leaves the state with the catcher’s output', async () => {
    const { events } = await runDefinition(REFUSED, {}, { functions: failing('InvalidTransaction') });

    expect(typesOf(events).slice(4)).toEqual(['TaskFailed', 'TaskStateExited', 'FailStateEntered', 'ExecutionFailed']);
  });

  test('is the first whose name a catcher has', async () => {
    const to = (Next: string, ...ErrorEquals: string[]) => ({ ErrorEquals, Next });
    const definition = {
      StartAt: 'Charge',
      States: {
        Charge: lambdaTask({ End: true, Catch: [to('Named', 'A', 'B'), to('Other', 'States.ALL')] }),
        Named: { Type: 'Pass', Result: 'named', End: true },
        Other: { Type: 'Pass', Result: 'other', End: true },
      },
    };

    expect(await runDefinition(definition, {}, { functions: failing('B') })).toMatchObject({ output: 'named' });
    expect(await runDefinition(definition, {}, { functions: failing('C') })).toMatchObject({ output: 'other' });
  });

  test('that Lambda itself throws is called Lambda.<code>', async () => {
    const functions = new FakeFunctions(() => {
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    });

    expect(await runDefinition(machineOf({ Charge: lambdaTask() }), {}, { functions })).toMatchObject({
      error: 'Lambda.TooManyRequestsException',
      cause: expect.stringContaining('Rate Exceeded. (Service: AWSLambda; Status Code: 429'),
    });
  });
});

describe('States.Runtime', () => {
  test('is caught and retried by nothing, not even by States.ALL, and says in which state it came up', async () => {
    const functions = new FakeFunctions();
    const definition = {
      StartAt: 'Charge',
      States: {
        Charge: lambdaTask({
          Parameters: { FunctionName: 'Charge', 'Payload.$': '$.missing' },
          Retry: [{ ErrorEquals: ['States.ALL'] }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
          End: true,
        }),
        Caught: { Type: 'Succeed' },
      },
    };

    const outcome = await runDefinition(definition, {}, { functions });

    expect(outcome).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(outcome.cause).toMatch(
      /^An error occurred while executing the state 'Charge' \(entered at the event id #2\)\. .*\$\.missing/,
    );
    expect(functions.calls).toEqual([]);
  });
});
