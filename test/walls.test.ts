import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..');
const BIOME = join(ROOT, 'node_modules/.bin/biome');

let project: string;

/** A tree of its own under the project's lint rules, so that a forbidden import can be written down. */
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'fanout-saga-walls-'));
  const { vcs: _vcs, $schema: _schema, ...rules } = JSON.parse(await readFile(join(ROOT, 'biome.json'), 'utf8'));
  await writeFile(join(project, 'biome.json'), JSON.stringify(rules));
});
afterAll(async () => rm(project, { recursive: true, force: true }));

test.each([
  ['lib/saga/saga.ts', '../../lambda/process-records.ts'],
  ['lib/consumer-stack.ts', '../consumer/main.ts'],
  ['lambda/store/table.ts', '../../lib/settings.ts'],
  ['lambda/process-records.ts', 'aws-cdk-lib/aws-lambda'],
  ['consumer/main.ts', '../lib/settings.ts'],
  ['local/cloud.ts', '../lib/saga-stack.ts'],
  ['local/lambda/runtime.ts', '../../lambda/process-records.ts'],
  ['contract/saga.ts', '../lib/settings.ts'],
  ['contract/saga.ts', 'node:fs'],
])('%s may not import %s', async (file, specifier) => {
  expect(await lint(file, specifier)).toContain('noRestrictedImports');
});

test.each([
  ['lib/saga/saga.ts', '../../contract/saga.ts'],
  ['lib/consumer-stack.ts', './consumer/cluster.ts'],
  ['lambda/process-records.ts', './domain/process.ts'],
  ['consumer/main.ts', '../contract/environment.ts'],
  ['local/cloud.ts', '../lib/settings.ts'],
  ['local/stepfunctions/api.ts', '../lambda/invoker.ts'],
  ['contract/transaction.ts', './errors.ts'],
])('%s may import %s', async (file, specifier) => {
  expect(await lint(file, specifier)).not.toContain('noRestrictedImports');
});

async function lint(file: string, specifier: string): Promise<string> {
  const path = join(project, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `import { it } from '${specifier}';\n\nexport const that = it;\n`);
  return new Promise((resolve) => {
    execFile(BIOME, ['lint', file], { cwd: project }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
}
