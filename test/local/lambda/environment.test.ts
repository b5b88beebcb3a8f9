import { describe, expect, test } from '@jest/globals';
import { functionOf, payloadOf } from './functions.ts';

describe('the environment of a function', () => {
  test("holds its own variables and Lambda's, and nothing of the host's", async () => {
    process.env.OF_THE_HOST = 'secret';
    const lambda = functionOf('export const run = async () => process.env;', {
      properties: { MemorySize: 256, Environment: { Variables: { TABLE_NAME: 'Orders' } } },
    });
    const env = (await payloadOf(lambda)) as Record<string, string>;
    delete process.env.OF_THE_HOST;
    expect(
      Object.keys(env)
        .filter((name) => !/^(AWS|LAMBDA)_/.test(name))
        .sort(),
    ).toEqual(['LANG', 'TABLE_NAME', '_HANDLER', '_X_AMZN_TRACE_ID']);
    expect(env).toMatchObject({
      TABLE_NAME: 'Orders',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_FUNCTION_NAME: 'Fn',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/Fn',
      AWS_REGION: 'us-east-1',
      _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-a{8}-b{24};Parent=[0-9a-f]{16};Sampled=0$/),
    });
    expect(env.AWS_SECRET_ACCESS_KEY).toBe('local');
    expect(env.AWS_LAMBDA_LOG_STREAM_NAME).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
  });

  test('gets the trace header of each invocation, with the invocation as Parent', async () => {
    const lambda = functionOf('export const run = async () => process.env._X_AMZN_TRACE_ID;');
    const traces = ['Root=1-1', 'Root=1-2'];
    const seen = await Promise.all(traces.map((traceId) => lambda.invoke('Fn', {}, { traceId })));
    expect(seen).toMatchObject(
      traces.map((trace) => ({ payload: expect.stringMatching(`^${trace};Parent=[0-9a-f]{16}$`) })),
    );
  });
});

describe('the context', () => {
  test('names function, request, memory and the time that is left', async () => {
    const lambda = functionOf(
      'export const run = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() });',
      { properties: { Timeout: 7 } },
    );
    const context = (await payloadOf(lambda)) as { left: number };
    expect(context).toMatchObject({
      functionName: 'Fn',
      functionVersion: '$LATEST',
      memoryLimitInMB: '128',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Fn',
      logGroupName: '/aws/lambda/Fn',
    });
    expect(context.left).toBeGreaterThan(6_000);
    expect(context.left).toBeLessThanOrEqual(7_000);
  });
});

describe('the lines of a function', () => {
  test('go to onLog, from standard output and error', async () => {
    const lines: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const lambda = functionOf(`export const run = async () => { console.log('one\\ntwo'); console.error('three'); };`, {
      onLog: (name, line) => {
        lines.push(`${name}: ${line}`);
        if (lines.length === 3) resolve();
      },
    });
    await payloadOf(lambda);
    await promise;
    expect(lines.sort()).toEqual(['Fn: one', 'Fn: three', 'Fn: two']);
  });
});

describe('an execution environment', () => {
  const counting = 'let count = 0; export const run = async () => ++count;';

  test('stays warm', async () => {
    const lambda = functionOf(counting);
    expect([await payloadOf(lambda), await payloadOf(lambda)]).toEqual([1, 2]);
  });

  test('takes one invocation at a time: the others wait, first come, first served', async () => {
    const code = `let runs = 0;
      export const run = async ({ at }) => {
        if (++runs > 1) throw new Error('not alone');
        await new Promise((resolve) => setTimeout(resolve, 5));
        runs--;
        return at;
      };`;
    const lambda = functionOf(code, { environmentsPerFunction: 1 });
    const finished: unknown[] = [];
    const all = [0, 1, 2, 3, 4].map(async (at) => finished.push(await payloadOf(lambda, { at })));
    await Promise.all(all);
    expect(finished).toEqual([0, 1, 2, 3, 4]);
  });

  test('is shared by invocations that it serves quickly: a further one would only fight it for the processor', async () => {
    const code =
      'let count = 0; export const run = () => new Promise((resolve) => setTimeout(() => resolve(++count), 20));';
    const lambda = functionOf(code);
    // Its thread is there: on a busy machine a cold start alone may keep others waiting for too long.
    await payloadOf(lambda);
    const counts = await Promise.all([payloadOf(lambda), payloadOf(lambda), payloadOf(lambda)]);
    expect(counts).toEqual([2, 3, 4]);
  });

  test.each([
    [2, {}, [1, 1]],
    [1, {}, [1, 2]],
    [3, { ReservedConcurrentExecutions: 1 }, [1, 2]],
  ])(
    'gets company when it keeps others waiting, up to %d with %j',
    async (environmentsPerFunction, properties, counts) => {
      const slow =
        'let count = 0; export const run = () => new Promise((resolve) => setTimeout(() => resolve(++count), 400));';
      const lambda = functionOf(slow, { environmentsPerFunction, properties });
      expect(await Promise.all([payloadOf(lambda), payloadOf(lambda)])).toEqual(counts);
    },
  );

  test('of a function with no concurrency does not start', async () => {
    const lambda = functionOf(counting, { properties: { ReservedConcurrentExecutions: 0 } });
    await expect(payloadOf(lambda)).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      message: 'Rate Exceeded.',
    });
  });
});
