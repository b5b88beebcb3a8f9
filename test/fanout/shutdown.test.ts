import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ConsumerProcess } from '../../local/consumers/consumer-process.ts';
import { podEnvironment } from '../../local/consumers/pod-environment.ts';
import { writeTokenFile } from '../../local/sts/token-file.ts';
import { useCloud } from '../support/cloud.ts';
import { allEnded, depth, drained, executionNames, publish, transactions } from './publish.ts';

const cloud = useCloud();
const COUNT = 400;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fanout-saga-pod-'));
});
afterAll(async () => rm(directory, { recursive: true, force: true }));

test('SIGTERM under load ends the consumer within its grace: each message is done, or back and visible at once', async () => {
  const consumer = await startConsumer();
  await publish(cloud(), transactions('term', COUNT));
  await started('term', 20);

  await consumer.drain();

  const { visible, inFlight } = await depth(cloud(), 'saga');
  const done = namesStarted('term').length;
  expect(inFlight).toBe(0);
  expect(visible + done).toBe(COUNT);

  const successor = await startConsumer();
  await drained(cloud(), 'saga');
  await allEnded(cloud());
  await successor.stop();
  expect(namesStarted('term').sort()).toEqual(namesOf('term'));
}, 120_000);

test('kill -9 under load loses nothing: after the visibility timeout every saga has run, once', async () => {
  const consumer = await startConsumer();
  await publish(cloud(), transactions('kill', COUNT));
  await started('kill', 20);

  consumer.kill();
  const successor = await startConsumer();
  await drained(cloud(), 'saga');
  await allEnded(cloud());
  await successor.stop();

  expect(namesStarted('kill').sort()).toEqual(namesOf('kill'));
  const statuses = [...cloud().stepFunctions.executions.all()].map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set(['SUCCEEDED']));
}, 120_000);

async function startConsumer(): Promise<ConsumerProcess> {
  const environment = podEnvironment(cloud(), 'saga', await writeTokenFile(directory));
  const consumer = new ConsumerProcess({ group: 'saga', environment });
  await consumer.started();
  return consumer;
}

function namesStarted(prefix: string): string[] {
  return executionNames(cloud()).filter((name) => name.startsWith(`${prefix}-`));
}

/** The work is under way: some are done, most are not. */
async function started(prefix: string, count: number): Promise<void> {
  while (namesStarted(prefix).length < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

function namesOf(prefix: string): string[] {
  return transactions(prefix, COUNT)
    .map(({ TransactionDetails: { TransactionId } }) => `${TransactionId}-1`)
    .sort();
}
