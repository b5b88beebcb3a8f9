import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { Consumers } from '../../local/consumers/consumers.ts';
import { useCloud } from '../support/cloud.ts';
import { allEnded, drained, executionNames, publish, transactions } from './publish.ts';

const cloud = useCloud();
const COUNT = 2_000;

test(`${COUNT} transactions published from a file, some of them twice, each run one saga to its end`, async () => {
  const ids = transactions('file', COUNT);
  const twice = ids.slice(0, COUNT / 10);
  await using _consumers = await Consumers.start(cloud(), { groups: ['saga', 'audit'] });

  const stdout = await sagaPublish(ids.concat(twice));
  await publish(cloud(), twice);
  await drained(cloud(), 'saga');
  await allEnded(cloud());

  expect(stdout).toContain('2,200 published');
  const names = executionNames(cloud());
  expect(names).toHaveLength(COUNT);
  expect(new Set(names).size).toBe(COUNT);
  const statuses = [...cloud().stepFunctions.executions.all()].map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set(['SUCCEEDED']));
  await drained(cloud(), 'audit');
}, 240_000);

test('a transaction that was rolled back runs again as its next attempt, and the same attempt counts as done', async () => {
  const failing = { TransactionDetails: { TransactionId: 'again', simulateFail: 'CommitRecords' } };
  const next = { TransactionDetails: { TransactionId: 'again' }, Attempt: 2 };
  await using _consumers = await Consumers.start(cloud(), { groups: ['saga'] });

  for (const message of [failing, failing, next]) {
    await publish(cloud(), [message]);
    await drained(cloud(), 'saga');
    await allEnded(cloud());
  }

  const again = [...cloud().stepFunctions.executions.all()].filter(({ props }) => props.name.startsWith('again-'));
  expect(again.map(({ props, status }) => [props.name, status])).toEqual([
    ['again-1', 'FAILED'],
    ['again-2', 'SUCCEEDED'],
  ]);
});

async function sagaPublish(lines: readonly object[]): Promise<string> {
  const root = join(import.meta.dirname, '../..');
  const directory = await mkdtemp(join(tmpdir(), 'fanout-saga-publish-'));
  const file = join(directory, 'transactions.jsonl');
  await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'));
  try {
    const args = ['cli/main.ts', 'publish', '--local', '--endpoint', cloud().endpoint, '--file', file];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    return stdout;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
