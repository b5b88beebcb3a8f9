import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { synthesize } from '../local/synth.ts';
import { type Bench, median } from './bench.ts';

const PAIRS = 21;
/** The last release of the SDK that the article's functions use; its users got it with the runtime, outside any bundle. */
const ARTICLE_SDK = 'aws-sdk@2.1693.0';
const run = promisify(execFile);

export const coldStart: Bench = {
  name: 'cold-start',
  about: `import of the process-records bundle, ${PAIRS} runs paired with a bundle of the DynamoDB client alone, each in a fresh process`,
  async run(say) {
    const directory = await mkdtemp(join(tmpdir(), 'fanout-saga-bench-'));
    try {
      say('bundling');
      const ours = await processRecordsBundle(join(directory, 'cdk.out'));
      const client = await clientBundle(directory);
      say(`installing ${ARTICLE_SDK}, the article's way`);
      const article = await articleModule(directory);

      const times = { ours: [] as number[], client: [] as number[], article: [] as number[] };
      for (let pair = 0; pair < PAIRS; pair += 1) {
        times.ours.push(await importMs(ours));
        times.client.push(await importMs(client));
        times.article.push(await importMs(article));
      }
      const ratio = median(times.ours.map((ms, pair) => ms / (times.client[pair] ?? Number.NaN)));
      return [
        {
          what: 'process-records bundle',
          value: (await stat(ours)).size / 1024,
          unit: 'KB',
          promise: { at: 'most', value: 400 },
        },
        { what: 'import of process-records', value: median(times.ours), unit: 'ms' },
        { what: 'import of the DynamoDB client alone', value: median(times.client), unit: 'ms' },
        { what: 'import of aws-sdk v2, not bundled (the article)', value: median(times.article), unit: 'ms' },
        { what: 'process-records / client alone', value: ratio, unit: 'x', promise: { at: 'most', value: 1.2 } },
      ];
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
};

/** The asset that is deployed, out of the cloud assembly; found by what only it exports together with its step's code. */
async function processRecordsBundle(outdir: string): Promise<string> {
  const assembly = await synthesize(outdir);
  for (const entry of await readdir(assembly)) {
    if (!entry.startsWith('asset.')) continue;
    const bundle = join(assembly, entry, 'index.mjs');
    const map = await import('node:fs/promises').then(({ readFile }) =>
      readFile(`${bundle}.map`, 'utf8').catch(() => ''),
    );
    if (map.includes('lambda/process-records.ts')) return bundle;
  }
  throw new Error(`no asset in ${assembly} has lambda/process-records.ts in its source map`);
}

async function clientBundle(directory: string): Promise<string> {
  const outfile = join(directory, 'client.mjs');
  await build({
    stdin: {
      contents:
        "import { DynamoDBClient } from '@aws-sdk/client-dynamodb'; export const client = new DynamoDBClient({});",
      resolveDir: import.meta.dirname,
    },
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
  return outfile;
}

async function articleModule(directory: string): Promise<string> {
  await writeFile(join(directory, 'package.json'), '{"private":true}');
  await run('npm', ['install', '--no-save', '--ignore-scripts', '--loglevel=error', ARTICLE_SDK], { cwd: directory });
  const module = join(directory, 'article.cjs');
  await writeFile(
    module,
    "const AWS = require('aws-sdk'); module.exports = new AWS.DynamoDB({ region: 'us-east-1' });",
  );
  return module;
}

async function importMs(module: string): Promise<number> {
  const script = `const t = performance.now(); const m = await import(${JSON.stringify(pathToFileURL(module).href)}); console.log(performance.now() - t, Object.keys(m).length);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
    env: {
      AWS_REGION: 'us-east-1',
      TABLE_NAME: 'bench',
      SIMULATE_FAIL: 'false',
      RECORD_RETENTION_DAYS: '90',
      PATH: process.env.PATH,
    },
  });
  const [ms, exported] = stdout.trim().split(' ').map(Number);
  if (ms === undefined || !exported)
    throw new Error(`importing ${module} printed ${JSON.stringify(stdout)} instead of its time`);
  return ms;
}
