import { describe, expect, jest, test } from '@jest/globals';
import { type LambdaProps, tooManyRequests } from '../../../local/lambda/runtime.ts';
import { errorOf, functionOf, payloadOf, traceId } from './functions.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:Fn';
const resources = { Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Fn' } } } };
const contextOf = 'export const run = async (event, context) => [context.invokedFunctionArn, context.functionVersion];';

describe('a function is found', () => {
  test.each([
    ['Fn', ARN, '$LATEST'],
    [ARN, ARN, '$LATEST'],
    ['000000000000:function:Fn', ARN, '$LATEST'],
    [`${ARN}:$LATEST`, `${ARN}:$LATEST`, '$LATEST'],
    [`${ARN}:1`, `${ARN}:1`, '1'],
    ['Fn:1', `${ARN}:1`, '1'],
  ])('as %s', async (name, arn, version) => {
    const result = await functionOf(contextOf, { resources }).invoke(name, {}, { traceId });
    expect(result).toEqual({ payload: [arn, version], executedVersion: version });
  });

  test.each([
    ['Nobody', 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:Nobody'],
    ['Fn:2', `Function not found: ${ARN}:2`],
  ])('not as %s', async (name, message) => {
    await expect(functionOf(contextOf, { resources }).invoke(name, {}, { traceId })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message,
      status: 404,
    });
  });
});

describe('an abort', () => {
  test('ends the waiting, and the function runs on', async () => {
    const { promise: line, resolve } = Promise.withResolvers<string>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const lambda = functionOf(
      `export const run = async () => {
        console.log('begun');
        await new Promise((resolve) => setTimeout(resolve, 50));
        console.log('done');
      };`,
      { onLog: (_, text) => (text === 'begun' ? begin() : resolve(text)) },
    );
    const controller = new AbortController();
    const invocation = lambda.invoke('Fn', {}, { traceId, signal: controller.signal });
    await begun;
    controller.abort(new Error('stopped'));
    await expect(invocation).rejects.toThrow('stopped');
    expect(await line).toBe('done');
  });

  test('that came before starts nothing', async () => {
    const beforeInvoke = jest.fn(() => undefined);
    const lambda = functionOf('export const run = async () => 1;', { beforeInvoke });
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(lambda.invoke('Fn', {}, { traceId, signal })).rejects.toThrow('stopped');
    expect(beforeInvoke).not.toHaveBeenCalled();
  });
});

describe('beforeInvoke', () => {
  const counting = 'let count = 0; export const run = async () => ++count;';
  const once = (fault: NonNullable<LambdaProps['beforeInvoke']>) =>
    jest.fn<NonNullable<LambdaProps['beforeInvoke']>>(() => undefined).mockImplementationOnce(fault);

  test('is told of each invocation', async () => {
    const beforeInvoke = jest.fn<NonNullable<LambdaProps['beforeInvoke']>>(() => undefined);
    await payloadOf(functionOf(counting, { beforeInvoke }), { a: 1 });
    expect(beforeInvoke).toHaveBeenCalledWith({
      functionName: 'Fn',
      requestId: expect.any(String),
      payload: { a: 1 },
      traceId: expect.stringMatching(/^Root=1-a{8}-b{24};Parent=[0-9a-f]{16};Sampled=0$/),
    });
  });

  test('can throttle', async () => {
    const throttle = once(() => {
      throw tooManyRequests();
    });
    const lambda = functionOf(counting, { beforeInvoke: throttle });
    await expect(payloadOf(lambda)).rejects.toMatchObject({ name: 'TooManyRequestsException', status: 429 });
    expect(await payloadOf(lambda)).toBe(1);
  });

  test('can delay', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const lambda = functionOf(counting, { beforeInvoke: once(() => promise) });
    const delayed = payloadOf(lambda);
    expect(await payloadOf(lambda)).toBe(1);
    resolve(undefined);
    expect(await delayed).toBe(2);
  });

  test('can kill the execution environment', async () => {
    const code =
      'let count = 0; export const run = () => new Promise((resolve) => setTimeout(() => resolve(++count), 30));';
    const lambda = functionOf(code, { beforeInvoke: once(() => ({ killAfterMs: 0 })), environmentsPerFunction: 1 });
    const killed = await errorOf(lambda);
    expect(killed.errorType).toBe('Runtime.ExitError');
    expect(killed.errorMessage).toMatch(/^RequestId: .* Error: Runtime exited with error: signal: killed$/);
    expect(await payloadOf(lambda)).toBe(1);
  });

  test('can lose the answer of a function that ran to its end', async () => {
    const lambda = functionOf(counting, { beforeInvoke: once(() => ({ loseResponse: true })) });
    await expect(payloadOf(lambda)).rejects.toMatchObject({ name: 'SdkClientException' });
    expect(await payloadOf(lambda)).toBe(2);
  });
});

describe('close', () => {
  test('ends what runs, refuses what waits and what comes later', async () => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const lambda = functionOf(
      `export const run = () => { console.log('begun'); return new Promise((resolve) => setTimeout(resolve, 60_000)); };`,
      { environmentsPerFunction: 1, onLog: () => begin(), properties: { Timeout: 60 } },
    );
    const running = errorOf(lambda);
    const waiting = payloadOf(lambda);
    const refused = expect(waiting).rejects.toThrow('the embedded Lambda was closed');
    await begun;
    await lambda.close();
    expect((await running).errorMessage).toMatch(/signal: killed$/);
    await refused;
    await expect(payloadOf(lambda)).rejects.toThrow('the embedded Lambda was closed');
  });
});
