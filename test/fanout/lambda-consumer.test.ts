import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PublishCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createApp } from '../../bin/app.ts';
import type { ConsumerFunctionStack } from '../../lib/consumer-function-stack.ts';
import { EmbeddedCloud } from '../../local/cloud.ts';
import type { InvocationFault } from '../../local/lambda/invocation-fault.ts';
import { observe } from '../../local/start/observe.ts';
import { allEnded, deadLetters, drained, executionNames, publish, transactions } from './publish.ts';
import { type ThrottlingProxy, throttlingProxy } from './throttling-proxy.ts';

/** The shortest visibility timeout there is: what a function has not done comes again so soon. */
const SETTINGS = {
  consumer: 'lambda',
  groups: {
    saga: { visibilityTimeoutSeconds: 10 },
    audit: { visibilityTimeoutSeconds: 10, maxReceiveCount: 1 },
  },
};

let directory: string;
let proxy: ThrottlingProxy;
let cloud: EmbeddedCloud;
let lines: { readonly name: string; readonly line: string }[] = [];
/** What goes wrong with the next invocations of the function that starts sagas. */
let faults: InvocationFault[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'fanout-saga-lambda-'));
  proxy = await throttlingProxy();
  cloud = await EmbeddedCloud.boot({
    assembly: synthesize(join(directory, 'cdk.out')),
    timeScale: 0.01,
    onLog: (name, line) => lines.push({ name, line }),
    faults: { lambda: ({ functionName }) => (functionName.includes('consumer-saga') ? faults.shift() : undefined) },
  });
  proxy.target = cloud.endpoint;
}, 60_000);

afterAll(async () => {
  await cloud?.close();
  await proxy?.[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true });
});

beforeEach(() => {
  lines = [];
  faults = [];
});

/** The application with `consumer: lambda`, whose function asks for executions through the proxy. */
function synthesize(outdir: string): string {
  const app = createApp({ outdir, context: SETTINGS, analyticsReporting: false });
  const { consumers } = app.node.findChild('Consumer') as ConsumerFunctionStack;
  consumers.get('saga')?.function.addEnvironment('AWS_ENDPOINT_URL_SFN', proxy.endpoint);
  return app.synth().directory;
}

test('each transaction that is published, some of them twice, runs one saga, which commits, and no message is left', async () => {
  const all = transactions('plain', 50);

  await publish(cloud, all.concat(all.slice(0, 10)));
  await drained(cloud, 'saga');
  await allEnded(cloud);

  expect(startedBy('plain')).toEqual(namesOf('plain', 50));
  for (const status of await recordsOf('plain')) expect(status).toBe('COMMITTED');
  await drained(cloud, 'audit');
  const audited = lines.filter(({ line }) => line.includes('"transaction published"'));
  // Perhaps more often: a function that answers late has its messages again.
  const messages = new Set(audited.map(({ line }) => JSON.parse(line).MessageId));
  expect(messages.size).toBe(60);
}, 120_000);

test('a message that can never work is a dead letter, and the log says why, without its payload', async () => {
  const Message = '{"hello":"tell-nobody"}';
  const before = await deadLetters(cloud, 'audit');
  await cloud.snsClient().send(new PublishCommand({ TopicArn: cloud.topicArn, Message }));
  while ((await deadLetters(cloud, 'audit')) === before) await new Promise((resolve) => setTimeout(resolve, 200));

  const told = lines.filter(({ name, line }) => name.includes('audit') && line.includes('"poisonous message"'));
  expect(told).toHaveLength(1);
  expect(told[0]?.line).toContain('hello');
  expect(lines.map(({ line }) => line).join('\n')).not.toContain('tell-nobody');
}, 60_000);

test('while Step Functions throttles, no message is lost and none becomes a dead letter', async () => {
  proxy.throttles = 20;

  await publish(cloud, transactions('throttled', 50));
  while (startedBy('throttled').length < 50) await new Promise((resolve) => setTimeout(resolve, 100));
  await allEnded(cloud);

  expect(proxy.throttled).toBe(20);
  expect(startedBy('throttled')).toEqual(namesOf('throttled', 50));
  expect(lines.some(({ line }) => line.includes('throttled: tried again while there is time'))).toBe(true);
  expect(await deadLetters(cloud, 'saga')).toBe(0);
}, 120_000);

test('functions that are killed at work lose nothing: after the visibility timeout every saga has run, once', async () => {
  faults = [{ killAfterMs: 0 }, { killAfterMs: 5 }, { loseResponse: true }];

  await publish(cloud, transactions('killed', 50));
  while (startedBy('killed').length < 50) await new Promise((resolve) => setTimeout(resolve, 100));
  await allEnded(cloud);

  expect(faults).toEqual([]);
  expect(startedBy('killed')).toEqual(namesOf('killed', 50));
}, 120_000);

function startedBy(prefix: string): string[] {
  return executionNames(cloud)
    .filter((name) => name.startsWith(`${prefix}-`))
    .sort();
}

function namesOf(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index}-1`).sort();
}

async function recordsOf(prefix: string): Promise<unknown[]> {
  const executions = [...cloud.stepFunctions.executions.all()].filter(({ props }) => props.name.startsWith(prefix));
  return Promise.all(executions.map(async ({ arn }) => (await observe(cloud, arn)).record?.Status));
}
