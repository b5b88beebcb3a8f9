import { DescribeExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { useClient } from '../support/client.ts';
import { FakeFunctions, named } from '../support/fake-functions.ts';
import { lambdaTask, machineOf, register, typesOf } from '../support/run.ts';

const late = Promise.withResolvers<unknown>();
const functions = new FakeFunctions(() => late.promise);
const served = useClient({ functions, timeScale: 1 });

async function started(definition: object, name: string) {
  const { service } = served();
  return service.start({ machine: await register(service, definition), name, input: '{}' });
}

const stop = (executionArn: string, fields: object = {}) =>
  served().client.send(new StopExecutionCommand({ executionArn, ...fields }));

describe('StopExecution', () => {
  test('ends an execution ABORTED, with the error and the cause that it is given', async () => {
    const { arn, history, ended } = await started(machineOf({ Wait: { Type: 'Wait', Seconds: 3600 } }), 'waits');

    const { stopDate } = await stop(arn, { error: 'Operator', cause: 'enough' });
    await ended;

    expect(await served().client.send(new DescribeExecutionCommand({ executionArn: arn }))).toMatchObject({
      status: 'ABORTED',
      error: 'Operator',
      cause: 'enough',
      stopDate,
    });
    expect(typesOf(history.events)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionAborted']);
    expect(history.events.at(-1)).toMatchObject({
      previousEventId: 0,
      executionAbortedEventDetails: { error: 'Operator', cause: 'enough' },
    });
  });

  test('lets a function run on, whose late failure is neither retried nor told', async () => {
    const definition = {
      StartAt: 'Charge',
      States: {
        Charge: lambdaTask({
          Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 9 }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Charge' }],
          End: true,
        }),
      },
    };
    const { arn, history } = await started(definition, 'runs');
    await new Promise(setImmediate);
    expect(functions.calls).toHaveLength(1);

    await stop(arn);
    const told = typesOf(history.events);
    late.reject(named('TooLate'));
    await new Promise((resolve) => setTimeout(resolve, 20));

    expect(functions.calls).toHaveLength(1);
    expect(typesOf(history.events)).toEqual(told);
    expect(served().service.statistics(arn)).toEqual({ statesEntered: 1, lambdaInvocations: 1 });
  });

  test('leaves one that has ended as it is', async () => {
    const { arn, ended } = await started(machineOf({ Pass: { Type: 'Pass' } }), 'done');
    await ended;
    const before = await served().client.send(new DescribeExecutionCommand({ executionArn: arn }));

    const { stopDate } = await stop(arn, { error: 'Late' });

    expect(stopDate).toEqual(before.stopDate);
    expect(await served().client.send(new DescribeExecutionCommand({ executionArn: arn }))).toMatchObject({
      status: 'SUCCEEDED',
      output: '{}',
    });
  });

  test('of an execution that is not there is an ExecutionDoesNotExist', async () => {
    await expect(stop('arn:aws:states:us-east-1:000000000000:execution:Saga:nobody')).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
    });
  });
});
