import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { ConsumerFunction } from '../../../lib/consumer/consumer-function.ts';
import { ConsumerGroup, FanoutTopic } from '../../../lib/index.ts';
import { readAssembly } from '../../../local/cloudformation/assembly.ts';
import { readFunctions } from '../../../local/lambda/read-functions.ts';
import { OF_LAMBDA } from '../../consumer/lambda/invocation.ts';
import { OUTDIR } from '../support/outdir.ts';

/** What the deployed bundle may hold. Each is paid for in every cold start: before one is added, look at what it costs. */
const ALLOWED: ReadonlySet<string> = new Set([
  'consumer',
  'contract',
  '@aws-sdk/client-sfn',
  '@smithy/node-http-handler',
  // The rest is what a client itself brings. Its credential providers are not there.
  '@aws-sdk/core',
  '@aws/lambda-invoke-store',
  '@smithy/core',
  '@smithy/signature-v4',
  '@smithy/types',
]);
const MAX_BYTES = 220_000;

let bundle: string;
let owners: Set<string>;

beforeAll(async () => {
  const app = new App({ outdir: join(OUTDIR, 'cdk.out'), analyticsReporting: false });
  const stack = new Stack(app, 'Consumer');
  const topic = new FanoutTopic(stack, 'Topic');
  for (const groupName of ['audit', 'reports']) {
    const group = new ConsumerGroup(stack, groupName, { topic });
    new ConsumerFunction(stack, `Consume-${groupName}`, { group, groupName, handler: 'audit' });
  }
  const functions = readFunctions(readAssembly(app.synth().directory, { endpoint: 'http://127.0.0.1:4566' }));
  const roots = new Set(functions.map(({ latest }) => latest.taskRoot));
  expect(roots.size).toBe(1);
  bundle = join([...roots].join(), 'index.mjs');
  const { sources } = JSON.parse(await readFile(`${bundle}.map`, 'utf8')) as { sources: string[] };
  owners = new Set(sources.map(ownerOf));
}, 60_000);

/** The package that a source is of, or the folder of this project. */
function ownerOf(source: string): string {
  const path = source.replace(/^(\.\.\/)+/, '');
  const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  return name ?? /\b(consumer|contract)\//.exec(path)?.[1] ?? path;
}

test('the functions of all groups are one asset, of at most 220 KB', async () => {
  expect((await stat(bundle)).size).toBeLessThan(MAX_BYTES);
});

test('it holds nothing but what is on the list: no default credential chain, and no client of SQS', () => {
  expect([...owners].filter((owner) => !ALLOWED.has(owner))).toEqual([]);
  expect(owners).toContain('@aws-sdk/client-sfn');
});

test('it starts as an ES module with what Lambda and the stack set, and exports its handler', async () => {
  const script = `console.log(Object.keys(await import(${JSON.stringify(pathToFileURL(bundle).href)})).join())`;
  const env = { PATH: process.env.PATH, ...OF_LAMBDA, CONSUMER_GROUP: 'audit', HANDLER: 'audit' };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { env });
  expect(stdout.trim()).toBe('handler');
});

test('it does not start in a wrong environment, and says all that is wrong', async () => {
  const script = `await import(${JSON.stringify(pathToFileURL(bundle).href)})`;
  const env = { PATH: process.env.PATH, CONSUMER_GROUP: 'saga' };
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { env });
  await expect(run).rejects.toThrow(
    /AWS_REGION is nothing[\s\S]*AWS_SESSION_TOKEN is nothing[\s\S]*STATE_MACHINE_ARN is/,
  );
});
