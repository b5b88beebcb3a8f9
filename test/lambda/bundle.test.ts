import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const execute = promisify(execFile);
const esbuild = createRequire(import.meta.url).resolve('esbuild/bin/esbuild');

/** Whose code a bundle may hold. Each is paid for in every cold start: before one is added, look at what it costs. */
const ALLOWED: ReadonlySet<string> = new Set([
  'contract',
  'lambda',
  '@aws-lambda-powertools/commons',
  '@aws-lambda-powertools/logger',
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/util-dynamodb',
  'canonicalize',
  // The rest is what the DynamoDB client itself brings, its credential providers first of all.
  '@aws-sdk/core',
  '@aws-sdk/credential-provider-env',
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-node',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@aws-sdk/dynamodb-codec',
  '@aws-sdk/endpoint-cache',
  '@aws-sdk/middleware-endpoint-discovery',
  '@aws-sdk/nested-clients',
  '@aws-sdk/signature-v4-multi-region',
  '@aws-sdk/token-providers',
  '@aws-sdk/xml-builder',
  '@aws/lambda-invoke-store',
  '@smithy/core',
  '@smithy/credential-provider-imds',
  '@smithy/node-http-handler',
  '@smithy/signature-v4',
  '@smithy/types',
  'mnemonist',
  'obliterator',
]);
const MAX_BYTES = 400_000;

interface Metafile {
  readonly outputs: Record<string, { readonly inputs: Record<string, { readonly bytesInOutput: number }> }>;
}

/** The package that a file is of, or the folder of this project. */
function ownerOf(path: string): string {
  const [, name] = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  return name ?? path.slice(0, path.indexOf('/'));
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(['process-records', 'transform-records', 'commit-records'])('the bundle of %s', (step) => {
  const outfile = () => join(folder, step, 'index.mjs');
  const metafile = () => join(folder, `${step}.json`);

  beforeAll(async () => {
    await execute(esbuild, [
      `lambda/${step}.ts`,
      '--bundle',
      '--minify',
      '--platform=node',
      '--format=esm',
      '--target=node24',
      '--main-fields=module,main',
      '--conditions=module',
      `--outfile=${outfile()}`,
      `--metafile=${metafile()}`,
    ]);
  });

  test('is at most 400 KB', async () => {
    expect((await stat(outfile())).size).toBeLessThan(MAX_BYTES);
  });

  test('holds nothing but what is on the list', async () => {
    const { outputs } = JSON.parse(await readFile(metafile(), 'utf8')) as Metafile;
    const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
    // What is read and then shaken off costs nothing.
    const owners = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => ownerOf(path));
    expect([...new Set(owners)].filter((owner) => !ALLOWED.has(owner))).toEqual([]);
    expect(owners).toContain('lambda');
  });

  test('starts as an ES module, and exports run and rollback', async () => {
    const script = `console.log(Object.keys(await import(${JSON.stringify(pathToFileURL(outfile()).href)})).join())`;
    const env = {
      PATH: process.env.PATH,
      TABLE_NAME: 'Transactions',
      RECORD_RETENTION_DAYS: '90',
      AWS_REGION: 'us-east-1',
    };
    const { stdout } = await execute(process.execPath, ['--input-type=module', '--eval', script], { env });
    expect(stdout.trim()).toBe('rollback,run');
  });
});
