import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ConsumerImage } from '../../local/consumers/consumer-image.ts';
import { ConsumerProcess } from '../../local/consumers/consumer-process.ts';
import { podsOf } from '../../local/consumers/group-of.ts';
import { useCloud } from '../support/cloud.ts';
import { allEnded, depth, drained, executionNames, publish, transactions } from './publish.ts';

const cloud = useCloud();
const COUNT = 400;

let image: ConsumerImage;
beforeAll(() => {
  image = ConsumerImage.build();
});
afterAll(async () => image[Symbol.asyncDispose]());

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
  const [pod] = podsOf(cloud().pods, 'saga');
  const props = { endpoint: cloud().endpoint, image: await image.directory() };
  const consumer = await ConsumerProcess.launch(pod, props);
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
