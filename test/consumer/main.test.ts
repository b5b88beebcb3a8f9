import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FakeQueue } from '../../bench/consumer/fake-queue.ts';
import { FakeSqs } from '../../bench/consumer/fake-sqs.ts';
import { FakeAws } from '../../bench/credentials/fake-aws.ts';
import { bundleConsumer } from '../../consumer/bundle.ts';
import { ConsumerProcess, FROM_SOURCE } from './consumer-process.ts';

let folder: string;
let aws: FakeAws;
let sqs: FakeSqs;
let consumer: ConsumerProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'consumer-'));
  await writeFile(join(folder, 'token'), 'token');
  aws = await FakeAws.listen();
  sqs = await FakeSqs.listen({ queue: new FakeQueue({ maxReceiveCount: 3 }) });
});
afterEach(async () => {
  await consumer?.kill();
  consumer = undefined;
  await aws.close();
  await sqs[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** What EKS gives a pod under a service account with a role. */
function pod(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    APP_ENV: 'production',
    AWS_REGION: 'eu-west-1',
    AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/consumer',
    AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, 'token'),
    AWS_ENDPOINT_URL_STS: aws.endpoint,
    AWS_ENDPOINT_URL_SFN: aws.endpoint,
    AWS_ENDPOINT_URL_SQS: new URL(sqs.queueUrl).origin,
    QUEUE_URL: sqs.queueUrl,
    CONSUMER_GROUP: 'saga',
    STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:123456789012:stateMachine:saga',
    HOST: '127.0.0.1',
    PORT: '0',
    ...more,
  };
}

function start(env: NodeJS.ProcessEnv, args: readonly string[] = [], entry = FROM_SOURCE): ConsumerProcess {
  consumer = new ConsumerProcess(env, args, entry);
  return consumer;
}

function publish(id: string): void {
  sqs.queue.send(JSON.stringify({ TransactionDetails: { TransactionId: id } }));
}

async function eventually(holds: () => boolean): Promise<void> {
  for (const giveUpAt = Date.now() + 10_000; !holds(); await sleep(10)) {
    if (Date.now() > giveUpAt)
      throw new Error(`${holds} does not hold within 10 s:\n${consumer?.stdout}${consumer?.stderr}`);
  }
}

/** Where its health server answers. */
async function ask(process: ConsumerProcess, path: string): Promise<Response> {
  const { port } = await process.line('consumer started');
  return fetch(`http://127.0.0.1:${port}${path}`);
}

/** A parked poll takes up to 20 s, unless there is a message for it. */
async function drain(process: ConsumerProcess): Promise<unknown> {
  process.signal('SIGTERM');
  await process.line('draining');
  publish('late');
  return process.exit();
}

async function bundle(): Promise<string> {
  const outfile = join(folder, 'image', 'main.mjs');
  await bundleConsumer({ outfile, commit: 'abc1234' });
  return outfile;
}

describe.each([
  ['from source', async () => FROM_SOURCE],
  ['as the bundle of the image', bundle],
])('%s', (_, entry) => {
  test('starts the executions of its messages, deletes them, and ends with 0 on SIGTERM', async () => {
    publish('T-1');
    publish('T-2');
    const process = start(pod(), [], await entry());
    await eventually(() => sqs.queue.counts.deleted === 2);

    const started = aws.signed.filter(({ service }) => service === 'states').map(({ body }) => JSON.parse(body));
    expect(started.map(({ name }) => name).sort()).toEqual(['T-1-1', 'T-2-1']);
    expect(JSON.parse(started.find(({ name }) => name === 'T-1-1').input)).toEqual({
      Payload: { TransactionDetails: { TransactionId: 'T-1' } },
    });
    expect(new Set(aws.signed.map(({ accessKey }) => accessKey))).toEqual(new Set(['FAKE1']));
    expect(aws.fetches).toBe(1);
    expect(await drain(process)).toBe(0);
    expect(process.lines.at(-1)).toMatchObject({ level: 'info', message: 'drained', left: 0 });
    expect(process.stderr).toBe('');
  }, 20_000);

  test('says its version', async () => {
    const process = start({}, ['version'], await entry());
    expect(await process.exit()).toBe(0);
    expect(process.lines).toEqual([
      {
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        commit: expect.any(String),
        builtAt: expect.any(String),
        node: expect.stringMatching(/^24\./),
      },
    ]);
  });
});

test('the bundle is one file and its map, and knows what it was made of', async () => {
  const process = start({}, ['--version'], await bundle());
  await process.exit();
  expect(process.lines[0]).toMatchObject({ commit: 'abc1234', builtAt: expect.stringMatching(/^\d{4}-/) });
  expect((await readdir(join(folder, 'image'))).sort()).toEqual(['main.mjs', 'main.mjs.map']);
});

test('its first line says what it is and what it works on, and no line a credential', async () => {
  const process = start(pod());
  expect(await process.line('consumer started')).toEqual({
    time: expect.any(String),
    level: 'info',
    message: 'consumer started',
    version: expect.any(String),
    commit: expect.any(String),
    builtAt: expect.any(String),
    node: expect.any(String),
    consumerGroup: 'saga',
    handler: 'start-saga',
    queueUrl: sqs.queueUrl,
    credentials: 'web identity',
    port: expect.any(Number),
  });
  expect(process.stdout).not.toMatch(/FAKE1|"secret"|"session"/);
});

test('the audit group writes a line for each message, and starts nothing', async () => {
  publish('T-1');
  const process = start(pod({ CONSUMER_GROUP: 'audit', STATE_MACHINE_ARN: '' }));
  expect(await process.line('transaction published')).toMatchObject({ TransactionId: 'T-1', Attempt: 1 });
  await eventually(() => sqs.queue.counts.deleted === 1);
  expect(aws.signed.filter(({ service }) => service === 'states')).toEqual([]);
});

test('a message that is no transaction is logged with its reason and without its payload', async () => {
  sqs.queue.send('{"TransactionDetails":{"TransactionId":"4111 1111"}}');
  const process = start(pod());
  expect(await process.line('poisonous message')).toMatchObject({
    level: 'error',
    reason: expect.stringContaining('TransactionId is a string of 9 characters'),
  });
  expect(process.stdout).not.toMatch('4111');
});

test('is ready when it receives, tells its metrics, and is not ready while it drains', async () => {
  const process = start(pod());
  expect((await ask(process, '/readyz')).status).toBe(200);
  expect((await ask(process, '/healthz')).status).toBe(200);
  expect(await (await ask(process, '/version')).json()).toMatchObject({ version: expect.any(String) });
  const metrics = await (await ask(process, '/metrics')).text();
  expect(metrics).toMatch(/^consumer_credentials_refreshes 1$/m);
  expect(metrics).toMatch(/^consumer_credentials_expire_in_seconds 3[56]\d\d(\.\d+)?$/m);
  expect(metrics).toMatch(/^consumer_starts_waiting 0$/m);
  process.signal('SIGTERM');
  await process.line('draining');
  const draining = await ask(process, '/readyz');
  expect([draining.status, await draining.json()]).toEqual([503, { status: 'failing', problems: ['draining'] }]);
});

test('a second signal does not wait for the polls', async () => {
  const process = start(pod());
  await process.line('consumer started');
  await eventually(() => sqs.parked > 0);
  process.signal('SIGINT');
  await process.line('draining');
  process.signal('SIGTERM');
  expect(await process.exit()).toBe(0);
  expect(process.lines.map(({ message }) => message)).toEqual([
    'consumer started',
    'draining',
    expect.stringContaining('aborting'),
    'drained',
  ]);
});

test('receives nothing before it has credentials, is not ready, and can be stopped there', async () => {
  aws.answering = 'denied';
  publish('T-1');
  const process = start(pod());
  expect(await process.line('credentials not refreshed')).toMatchObject({
    level: 'warn',
    error: { name: 'AccessDenied' },
  });
  process.signal('SIGTERM');
  expect(await process.exit()).toBe(0);
  expect(sqs.calls).toEqual([]);
});

test('ends with 1 when its port is taken', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const process = start(pod({ PORT: String((other.address() as AddressInfo).port) }));
  expect(await process.exit()).toBe(1);
  expect(process.lines).toMatchObject([
    { level: 'error', message: 'consumer not started', error: { code: 'EADDRINUSE' } },
  ]);
  other.close();
});

test('ends with 2 and all that is wrong with its environment', async () => {
  const process = start({
    APP_ENV: 'production',
    CONSUMER_GROUP: 'saga',
    MAX_IN_FLIGHT: 'many',
    AWS_ACCESS_KEY_ID: 'AKIA',
  });
  expect(await process.exit()).toBe(2);
  for (const problem of [
    'AWS_REGION is nothing',
    'APP_ENV is "production", so only',
    'QUEUE_URL is nothing',
    'STATE_MACHINE_ARN is nothing',
    'MAX_IN_FLIGHT is "many"',
  ]) {
    expect(process.stderr).toMatch(`\n- ${problem}`);
  }
  expect(process.stdout).toBe('');
});

test('ends with 2 for an argument that it does not know', async () => {
  const process = start(pod(), ['serve']);
  expect(await process.exit()).toBe(2);
  expect(process.stderr).toMatch(/^usage: /);
});
