import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import type { Respond } from '../../../local/http/in-process.ts';
import { errorOf, type FunctionProps, functionOf, payloadOf, traceId } from './functions.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const clocks: VirtualClock[] = [];
afterEach(() => {
  for (const clock of clocks.splice(0)) clock.close();
});

/** Answers each request with what it was. */
const echo: Respond = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method, url, headers } = request;
    response.writeHead(201, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ method, url, id: headers['x-id'], body: Buffer.concat(chunks).toString() }));
  });
};

/** `Fn`, in this process and on virtual time. */
function inProcess(code: string, props: FunctionProps & { readonly respond?: Respond } = {}) {
  const { respond = echo, ...others } = props;
  const clock = new VirtualClock({ start: START });
  clocks.push(clock);
  return { clock, lambda: functionOf(code, { clock, inProcess: respond, ...others }) };
}

const REQUEST = `
import http from 'node:http';
const ask = (path, { body = '', ...options } = {}) => new Promise((resolve, reject) => {
  const { hostname, port } = new URL(process.env.AWS_ENDPOINT_URL);
  const request = http.request({ hostname, port, path, headers: { 'X-Id': '7' }, ...options }, (response) => {
    let text = '';
    response.on('data', (chunk) => (text += chunk));
    response.on('end', () => resolve({ status: response.statusCode, type: response.headers['content-type'], ...JSON.parse(text) }));
  });
  request.on('error', reject);
  request.end(body);
});`;

describe('a function that runs in this process', () => {
  test.each([
    ['an ES module', 'index.mjs', 'let count = 0; export const run = async (event) => ({ event, count: ++count });'],
    ['CommonJS', 'index.cjs', 'let count = 0; exports.run = async (event) => ({ event, count: ++count });'],
  ])('is loaded once and stays warm: %s', async (_, file, code) => {
    const { lambda } = inProcess(code, { file });

    expect(await payloadOf(lambda, { a: 1 })).toEqual({ event: { a: 1 }, count: 1 });
    expect(await payloadOf(lambda, { a: 2 })).toEqual({ event: { a: 2 }, count: 2 });
  });

  test('runs one invocation at a time in each of its environments, and needs no more of them than run at once', async () => {
    const code = `let count = 0; let running = 0;
      export const run = async () => {
        running++; count++;
        await new Promise((resolve) => setTimeout(resolve, 100));
        return { count, running: running-- };
      };`;
    const { lambda } = inProcess(code);

    const first = await Promise.all([payloadOf(lambda), payloadOf(lambda), payloadOf(lambda)]);
    expect(first).toEqual(Array(3).fill({ count: 1, running: 1 }));
    expect(await payloadOf(lambda)).toEqual({ count: 2, running: 1 });
  });

  test('has its own environment, and leaves that of this process alone', async () => {
    const code = `process.env.SET = 'by the function'; globalThis.leaked = 1;
      export const run = async () => ({ env: process.env, leaked: globalThis.leaked });`;
    const { lambda } = inProcess(code, { properties: { Environment: { Variables: { TABLE_NAME: 'Orders' } } } });

    const { env, leaked } = (await payloadOf(lambda)) as { env: Record<string, string>; leaked: number };
    expect(env).toMatchObject({ TABLE_NAME: 'Orders', SET: 'by the function', AWS_SECRET_ACCESS_KEY: 'local' });
    expect(env).not.toHaveProperty('PATH');
    expect(leaked).toBe(1);
    expect(process.env).not.toHaveProperty('SET');
    expect(globalThis).not.toHaveProperty('leaked');
  });

  test('has the time of the clock, whichever way it asks and waits', async () => {
    const code = `import { setTimeout as delay } from 'node:timers/promises';
      import timers from 'node:timers';
      export const run = async (event, context) => {
        const began = [Date.now(), new Date().toISOString(), context.getRemainingTimeInMillis()];
        await new Promise((resolve) => setTimeout(resolve, 1000));
        await delay(1000);
        await new Promise((resolve) => timers.setTimeout(resolve, 1000));
        let ticks = 0;
        await new Promise((resolve) => { const timer = setInterval(() => { if (++ticks === 3) { clearInterval(timer); resolve(); } }, 1000); });
        await new Promise((resolve) => { AbortSignal.timeout(4000).onabort = resolve; });
        const never = setTimeout(() => { throw new Error('cleared'); }, 1); clearTimeout(never.unref());
        return { began, ticks, took: Date.now() - began[0], left: context.getRemainingTimeInMillis(), epoch: new Date(0).getTime(), isDate: new Date() instanceof Date };
      };`;
    const { lambda } = inProcess(code, { properties: { Timeout: 60 } });

    expect(await payloadOf(lambda)).toEqual({
      began: [START, '2026-01-01T00:00:00.000Z', 60_000],
      ticks: 3,
      took: 10_000,
      left: 50_000,
      epoch: 0,
      isDate: true,
    });
  });

  test('asks the embedded cloud without a socket', async () => {
    const { lambda } = inProcess(
      `${REQUEST} export const run = async () => ask('/path?q=1', { method: 'POST', body: 'é' });`,
    );

    expect(await payloadOf(lambda)).toEqual({
      status: 201,
      type: 'application/json',
      method: 'POST',
      url: '/path?q=1',
      id: '7',
      body: 'é',
    });
  });

  test('reaches nobody else', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const { lambda } = inProcess(`${REQUEST} export const run = async ({ port }) => ask('/', { port });`);

    const error = await errorOf(lambda, { port });
    server.close();
    expect(error.errorMessage).toMatch(
      /^connect ECONNREFUSED 127\.0\.0\.1:\d+: .* reaches http:\/\/127\.0\.0\.1:4566 alone$/,
    );
  });

  test('sees a connection that breaks before the answer', async () => {
    const { lambda } = inProcess(`${REQUEST} export const run = async () => ask('/').catch(({ code }) => code);`, {
      respond: (_, response) => void response.destroy(),
    });

    expect(await payloadOf(lambda)).toBe('ECONNRESET');
  });

  test('writes to the log', async () => {
    const lines: string[] = [];
    const code = `import { Console } from 'node:console';
      export const run = async () => { console.log('one'); console.error('two'); new Console(process.stdout).info('three'); };`;
    await payloadOf(inProcess(code, { onLog: (_, line) => lines.push(line) }).lambda);

    expect(lines).toEqual(['one', 'two', 'three']);
  });

  test.each([
    ['throws', `throw Object.assign(new Error('no luck'), { name: 'TransientError' });`, 'TransientError', 'no luck'],
    ['has no JSON', 'return 1n;', 'Runtime.JSONStringifyError', 'Unable to stringify response body'],
    ['ends its process', 'process.exit(3);', 'Runtime.ExitError', /Runtime exited with error: exit status 3$/],
  ])('fails as on AWS where it %s', async (_, body, errorType, errorMessage) => {
    const error = await errorOf(inProcess(`export const run = async () => { ${body} };`).lambda);

    expect(error.errorType).toBe(errorType);
    expect(error.errorMessage).toMatch(errorMessage);
  });

  test.each([
    ['is not there', 'Runtime.ImportModuleError', 'other.run', ''],
    ['lacks a package', 'Runtime.ImportModuleError', 'index.run', 'import "nobody-has-this";'],
    ['is no JavaScript', 'Runtime.UserCodeSyntaxError', 'index.run', 'export const run = ;'],
    ['throws', 'RangeError', 'index.run', 'throw new RangeError("at the top");'],
    ['has no such handler', 'Runtime.HandlerNotFound', 'index.other', ''],
  ])('fails as on AWS where its module %s: %s', async (_, errorType, Handler, code) => {
    const { lambda } = inProcess(code, { properties: { Handler } });

    expect((await errorOf(lambda)).errorType).toBe(errorType);
  });
});

describe('the end of an environment in this process', () => {
  const HANGING = `${REQUEST} let count = 0;
    export const run = async ({ hang }) => {
      count++;
      if (hang) { await ask('/before'); await new Promise((resolve) => setTimeout(resolve, 60_000)); await ask('/after'); }
      return count;
    };`;

  test('comes at its Timeout, at once by virtual time; the next invocation begins anew', async () => {
    const { clock, lambda } = inProcess(HANGING, { properties: { Timeout: 5 } });
    expect(await payloadOf(lambda)).toBe(1);

    const error = await errorOf(lambda, { hang: true });

    expect([error.errorType, clock.now() - START]).toEqual(['Sandbox.Timedout', 5000]);
    expect(await payloadOf(lambda)).toBe(1);
  });

  test('lets what it has asked for be carried out, and asks for nothing more', async () => {
    const asked: (string | undefined)[] = [];
    const answers: (() => void)[] = [];
    const { clock, lambda } = inProcess(
      `${REQUEST} export const run = async () => { await ask('/before'); console.log('woken'); await ask('/after'); };`,
      {
        onLog: (_, line) => asked.push(line),
        respond: (request, response) => {
          asked.push(request.url);
          answers.push(() => echo(request, response));
        },
      },
    );

    const error = await errorOf(lambda);
    for (const answer of answers) answer();
    await clock.advance(600_000);

    expect([error.errorType, asked]).toEqual(['Sandbox.Timedout', ['/before']]);
  });

  test('comes when the runtime is closed', async () => {
    const began = Promise.withResolvers<void>();
    const { clock, lambda } = inProcess(HANGING, {
      properties: { Timeout: 900 },
      respond: (...args) => {
        began.resolve();
        echo(...args);
      },
    });
    const release = clock.hold();
    const running = errorOf(lambda, { hang: true });
    await began.promise;

    await lambda.close();

    expect((await running).errorMessage).toMatch(/signal: killed$/);
    await expect(lambda.invoke('Fn', {}, { traceId })).rejects.toThrow('was closed');
    release();
  });
});
