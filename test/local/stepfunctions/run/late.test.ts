import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../../../../local/clock/virtual-clock.ts';
import { functionOf } from '../../lambda/functions.ts';
import { lambdaTask, machineOf, register, stepFunctions } from '../support/run.ts';

const FUNCTION_TIMEOUT_MS = 10_000;

/** An execution that invokes a function, which writes five seconds after it has begun. */
async function start(fields: object, machineFields: object = {}) {
  const clock = new VirtualClock();
  const began = clock.now();
  const written: number[] = [];
  const functions = functionOf(
    `export const run = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5000));
      console.log('written');
    };`,
    {
      clock,
      inProcess: () => {},
      onLog: () => written.push(clock.now() - began),
      properties: { FunctionName: 'Charge', Timeout: FUNCTION_TIMEOUT_MS / 1000 },
    },
  );
  const service = stepFunctions({ clock, functions, timeScale: 1 });
  const machine = await register(service, { ...machineOf({ Charge: lambdaTask(fields) }), ...machineFields });
  const execution = service.start({ machine, name: 'one', input: '{}' });
  return { clock, written, execution, elapsed: () => clock.now() - began };
}

describe('a function goes on', () => {
  test('after its Task has timed out', async () => {
    const { clock, written, execution, elapsed } = await start({ TimeoutSeconds: 2 });
    await execution.ended;
    expect([execution.status, execution.end?.error, elapsed(), written]).toEqual([
      'FAILED',
      'States.Timeout',
      2000,
      [],
    ]);

    await clock.advance(FUNCTION_TIMEOUT_MS);

    expect(written).toEqual([5000]);
  });

  test('after its execution has timed out', async () => {
    const { clock, written, execution, elapsed } = await start({}, { TimeoutSeconds: 3 });
    await execution.ended;
    expect([execution.status, elapsed(), written]).toEqual(['TIMED_OUT', 3000, []]);

    await clock.advance(FUNCTION_TIMEOUT_MS);

    expect(written).toEqual([5000]);
  });

  test('after its execution was stopped', async () => {
    const { clock, written, execution } = await start({});
    clock.schedule(() => execution.finish({ status: 'ABORTED' }), 1000);
    await execution.ended;
    expect([execution.status, written]).toEqual(['ABORTED', []]);

    await clock.advance(FUNCTION_TIMEOUT_MS);

    expect(written).toEqual([5000]);
  });
});

test('a Task that times out is retried while the function of the first attempt goes on', async () => {
  const Retry = [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 1, MaxAttempts: 1 }];
  const { clock, written, execution, elapsed } = await start({ TimeoutSeconds: 2, Retry });

  await execution.ended;
  expect([execution.end?.error, elapsed()]).toEqual(['States.Timeout', 5000]);
  await clock.advance(FUNCTION_TIMEOUT_MS);
  expect(written).toEqual([5000, 8000]);
});

test('States.TaskFailed does not catch a timeout, but States.ALL does', async () => {
  const catching = async (error: string) => {
    const caught = { States: { Caught: { Type: 'Succeed' } } };
    const Charge = lambdaTask({ TimeoutSeconds: 2, Catch: [{ ErrorEquals: [error], Next: 'Caught' }], End: true });
    const { execution } = await start({}, { StartAt: 'Charge', States: { ...caught.States, Charge } });
    await execution.ended;
    return execution.status;
  };

  expect([await catching('States.TaskFailed'), await catching('States.ALL')]).toEqual(['FAILED', 'SUCCEEDED']);
});
