import { describe, expect, test } from '@jest/globals';
import { errorOf, functionOf, payloadOf } from './functions.ts';

const id = '[0-9a-f-]{36}';

describe('what a function throws', () => {
  test('is an error by its name, message and trace', async () => {
    const lambda = functionOf(`export const run = async () => {
      throw Object.assign(new Error('no luck'), { name: 'TransientError' });
    };`);
    const error = await errorOf(lambda);
    expect(error).toMatchObject({ errorType: 'TransientError', errorMessage: 'no luck' });
    expect(error.trace?.[0]).toBe('TransientError: no luck');
    expect(error.trace?.[1]).toMatch(/at run \(file:.*index\.mjs:2:/);
  });

  test.each([
    ['"text"', 'string', 'text'],
    ['42', 'number', '42'],
    ['undefined', 'undefined', 'undefined'],
    ['Object.create(null)', 'handled', 'the error cannot be read: object'],
  ])('may be %s', async (thrown, errorType, errorMessage) => {
    const error = await errorOf(functionOf(`export const run = async () => { throw ${thrown}; };`));
    expect(error).toEqual({ errorType, errorMessage, trace: [] });
  });

  test('is told of although nobody awaits it', async () => {
    const timer = functionOf(`export const run = () => new Promise(() => {
      setTimeout(() => { throw new TypeError('later'); });
    });`);
    expect(await errorOf(timer)).toMatchObject({ errorType: 'TypeError', errorMessage: 'later' });
    const promise = functionOf(`export const run = async () => {
      Promise.reject(new Error('nobody'));
      await new Promise((resolve) => setTimeout(resolve, 10_000));
    };`);
    const unhandled = { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: nobody' };
    expect(await errorOf(promise)).toMatchObject(unhandled);
  });

  test('is logged as Lambda logs it', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const lambda = functionOf(`export const run = () => { throw new Error('no luck'); };`, {
      onLog: (_, line) => resolve(line),
    });
    await errorOf(lambda);
    expect(await promise).toMatch(new RegExp(`^[0-9T:.-]+Z\\t${id}\\tERROR\\tInvoke Error \\t{"errorType":"Error"`));
  });
});

describe('a function that does not end', () => {
  test.each([
    ['loops', 'for (;;);'],
    ['waits', 'return new Promise((resolve) => setTimeout(resolve, 60_000));'],
  ])('because it %s is killed at its Timeout, and the next invocation starts anew', async (_, hang) => {
    const code = `let count = 0; export const run = async ({ hang }) => { count++; if (hang) { ${hang} } return count; };`;
    const lambda = functionOf(code, { properties: { Timeout: 0.5 } });
    expect(await payloadOf(lambda)).toBe(1);
    const { errorType, errorMessage } = await errorOf(lambda, { hang: true });
    expect(errorType).toBe('Sandbox.Timedout');
    expect(errorMessage).toMatch(new RegExp(`^RequestId: ${id} Error: Task timed out after 0\\.50 seconds$`));
    expect(await payloadOf(lambda)).toBe(1);
  });

  test('because its promise can never settle fails at once', async () => {
    const lambda = functionOf(
      'let count = 0; export const run = ({ hang }) => { count++; return hang ? new Promise(() => {}) : count; };',
    );
    expect((await errorOf(lambda, { hang: true })).errorType).toBe('Runtime.NodeJsExit');
    expect(await payloadOf(lambda)).toBe(2);
  });
});

describe('a function that ends its process', () => {
  test.each([
    ['process.exit(3)', 'Runtime.ExitError', 'Runtime exited with error: exit status 3'],
    ['process.exit(0)', 'Runtime.ExitError', 'Runtime exited without providing a reason'],
    [
      'const all = []; for (;;) all.push(new Array(100_000).fill(Math.random()))',
      'Runtime.OutOfMemory',
      'Runtime exited with error: signal: killed',
    ],
  ])('by %s fails with %s, and the next invocation starts anew', async (end, errorType, problem) => {
    const code = `let count = 0; export const run = async ({ end }) => { count++; if (end) { ${end}; } return count; };`;
    const lambda = functionOf(code, { properties: { MemorySize: 32, Timeout: 60 } });
    expect(await payloadOf(lambda)).toBe(1);
    const error = await errorOf(lambda, { end: true });
    expect(error.errorType).toBe(errorType);
    expect(error.errorMessage).toMatch(new RegExp(`^RequestId: ${id} Error: ${problem}$`));
    expect(await payloadOf(lambda)).toBe(1);
  });

  test('leaves the invocations that wait for it their turn', async () => {
    const code =
      'let count = 0; export const run = async ({ end }) => { count++; if (end) process.exit(1); return count; };';
    const lambda = functionOf(code, { environmentsPerFunction: 1 });
    const [ended, next] = await Promise.all([errorOf(lambda, { end: true }), payloadOf(lambda)]);
    expect([ended.errorType, next]).toEqual(['Runtime.ExitError', 1]);
  });
});

describe('a function that does not load', () => {
  test.each([
    ['has no module', 'Runtime.ImportModuleError', "Error: Cannot find module 'other'", 'other.run', ''],
    [
      'lacks a package',
      'Runtime.ImportModuleError',
      /Cannot find package 'nobody-has-this'/,
      'index.run',
      'import "nobody-has-this";',
    ],
    ['is no JavaScript', 'Runtime.UserCodeSyntaxError', /^SyntaxError: /, 'index.run', 'export const run = ;'],
    ['throws', 'RangeError', 'at the top', 'index.run', 'throw new RangeError("at the top");'],
    [
      'exports no such handler',
      'Runtime.HandlerNotFound',
      'index.other is undefined or not exported',
      'index.other',
      '',
    ],
    [
      'exports a handler that is no function',
      'Runtime.HandlerNotFound',
      'index.run is not a function',
      'index.run',
      'export const run = 1;',
    ],
    [
      'has a callback',
      'Runtime.CallbackHandlerDeprecated',
      /has removed support for callback/,
      'index.run',
      'export const run = (a, b, c) => c();',
    ],
    [
      'has a handler that is no name',
      'Runtime.MalformedHandlerName',
      "'index' is not a valid handler name.",
      'index',
      '',
    ],
  ])('because it %s fails with %s', async (_, errorType, errorMessage, Handler, code) => {
    const error = await errorOf(functionOf(code, { properties: { Handler } }));
    expect(error.errorType).toBe(errorType);
    expect(error.errorMessage).toEqual(
      typeof errorMessage === 'string' ? errorMessage : expect.stringMatching(errorMessage),
    );
  });
});

describe('a result', () => {
  test.each([
    ['undefined', null],
    ['() => 1', null],
    ['"é"', 'é'],
  ])('of %s becomes %j', async (result, payload) => {
    expect(await payloadOf(functionOf(`export const run = () => (${result});`))).toBe(payload);
  });

  test.each(['1n', '(() => { const a = {}; a.a = a; return a; })()'])('of %s cannot be JSON', async (result) => {
    const error = await errorOf(functionOf(`export const run = () => (${result});`));
    expect(error).toMatchObject({
      errorType: 'Runtime.JSONStringifyError',
      errorMessage: 'Unable to stringify response body',
    });
  });

  test('may have 6291556 bytes of JSON, and no more', async () => {
    const lambda = functionOf('export const run = ({ length }) => "x".repeat(length);', {
      properties: { MemorySize: 256 },
    });
    expect(await payloadOf(lambda, { length: 6_291_554 })).toHaveLength(6_291_554);
    expect(await errorOf(lambda, { length: 6_291_555 })).toEqual({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    });
  });
});

test('a payload above 6 MiB is refused', async () => {
  const lambda = functionOf('export const run = () => 1;');
  await expect(payloadOf(lambda, 'x'.repeat(6 * 1024 * 1024 - 1))).rejects.toMatchObject({
    name: 'RequestEntityTooLargeException',
    status: 413,
  });
});
