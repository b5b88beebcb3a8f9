import { describe, expect, test } from '@jest/globals';
import { exceedsDataLimit, MAX_DATA_BYTES } from '../../../../local/stepfunctions/data-limit.ts';
import { FakeFunctions } from '../support/fake-functions.ts';
import { lambdaTask, machineOf, runDefinition, typesOf } from '../support/run.ts';

const HALF = 'x'.repeat(140_000);
const CAUGHT = { Retry: [], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] };

describe('the limit of 256 KiB', () => {
  test.each([
    ['"'.padEnd(MAX_DATA_BYTES, 'a'), false],
    ['"'.padEnd(MAX_DATA_BYTES + 1, 'a'), true],
    ['é'.repeat(MAX_DATA_BYTES / 2), false],
    ['é'.repeat(MAX_DATA_BYTES / 2 + 1), true],
    ['👋'.repeat(MAX_DATA_BYTES / 4), false],
    ['👋'.repeat(MAX_DATA_BYTES / 4 + 1), true],
  ])('counts bytes of UTF-8 (case %#)', (text, isTooMuch) => {
    expect(exceedsDataLimit(text)).toBe(isTooMuch);
  });

  test('ends the execution where a state’s output is larger, and nothing runs after it', async () => {
    const functions = new FakeFunctions();
    const definition = machineOf({
      Double: { Type: 'Pass', Parameters: { 'a.$': '$', 'b.$': '$' } },
      Charge: lambdaTask(),
    });

    const { status, error, cause, events } = await runDefinition(definition, HALF, { functions });

    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.DataLimitExceeded' });
    expect(cause).toBe(
      "The state/task 'Double' returned a result with a size exceeding the maximum number of bytes service limit.",
    );
    expect(typesOf(events)).toEqual(['ExecutionStarted', 'PassStateEntered', 'ExecutionFailed']);
    expect(functions.calls).toEqual([]);
  });

  test('ends the execution where Parameters make a larger input of a Task, which States.ALL does not catch', async () => {
    const functions = new FakeFunctions();
    const definition = {
      StartAt: 'Charge',
      States: {
        Charge: lambdaTask({
          Parameters: { FunctionName: 'Charge', Payload: { 'a.$': '$', 'b.$': '$' } },
          ...CAUGHT,
          End: true,
        }),
        Caught: { Type: 'Succeed' },
      },
    };

    expect(await runDefinition(definition, HALF, { functions })).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
    });
    expect(functions.calls).toEqual([]);
  });

  test('ends the execution where the result fits but the output with it does not, which States.ALL does not catch', async () => {
    const definition = {
      StartAt: 'Charge',
      States: {
        Charge: lambdaTask({
          Parameters: { FunctionName: 'Charge', 'Payload.$': '$.half' },
          ResultPath: '$.result',
          ...CAUGHT,
          End: true,
        }),
        Caught: { Type: 'Succeed' },
      },
    };

    expect(await runDefinition(definition, { half: HALF })).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
    });
  });

  test.each(['States.ALL', 'States.DataLimitExceeded'])(
    'fails a Task whose result is larger with an error that %s catches',
    async (name) => {
      const functions = new FakeFunctions(() => HALF + HALF);
      const definition = {
        StartAt: 'Charge',
        States: {
          Charge: lambdaTask({ Catch: [{ ErrorEquals: [name], Next: 'Caught' }], End: true }),
          Caught: { Type: 'Succeed' },
        },
      };

      const { status, output, events } = await runDefinition(definition, {}, { functions });

      expect({ status, output }).toMatchObject({ status: 'SUCCEEDED', output: { Error: 'States.DataLimitExceeded' } });
      expect(events[4]).toMatchObject({
        type: 'TaskFailed',
        taskFailedEventDetails: {
          error: 'States.DataLimitExceeded',
          cause:
            "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.",
        },
      });
    },
  );
});
