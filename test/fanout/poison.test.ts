import { PublishCommand } from '@aws-sdk/client-sns';
import { expect, test } from '@jest/globals';
import { ConsumerImage } from '../../local/consumers/consumer-image.ts';
import { ConsumerProcess } from '../../local/consumers/consumer-process.ts';
import { Consumers } from '../../local/consumers/consumers.ts';
import { podsOf } from '../../local/consumers/group-of.ts';
import { useCloud } from '../support/cloud.ts';
import { deadLetters, depth } from './publish.ts';

const cloud = useCloud();
const SECRET = 'tell-nobody';

const POISON: readonly [string, string, RegExp][] = [
  ['no JSON', `{"${SECRET}"`, /JSON/],
  ['no transaction', `{"hello":"${SECRET}"}`, /hello/],
  ['a wrong type', `{"TransactionDetails":{"TransactionId":{"is":"${SECRET}"}}}`, /TransactionId/],
  ['an unknown step', `{"TransactionDetails":{"TransactionId":"a","simulateFail":"${SECRET}"}}`, /simulateFail/],
  ['too much', JSON.stringify({ TransactionDetails: { TransactionId: 'a', Pad: 'x'.repeat(129 * 1024) } }), /131072/],
];

test('a message that can never work goes to the dead letters, each receive with one line that says why, never with the payload', async () => {
  const lines: string[] = [];
  await using _consumers = await Consumers.start(cloud(), { groups: ['audit'], onLog: (_, line) => lines.push(line) });

  for (const [, Message] of POISON) {
    await cloud()
      .snsClient()
      .send(new PublishCommand({ TopicArn: cloud().topicArn, Message }));
  }
  while ((await deadLetters(cloud(), 'audit')) < POISON.length)
    await new Promise((resolve) => setTimeout(resolve, 200));

  expect(await depth(cloud(), 'audit')).toEqual({ visible: 0, inFlight: 0 });
  const told = lines.filter((line) => line.includes('"level":"warn"') || line.includes('"level":"error"'));
  expect(told).toHaveLength(POISON.length);
  for (const [, , reason] of POISON) expect(told.some((line) => reason.test(line))).toBe(true);
  expect(lines.join('\n')).not.toContain(SECRET);
}, 60_000);

test('a pod with a wrong environment does not start, and says all that is wrong', async () => {
  const [pod] = podsOf(cloud().pods, 'saga');
  const { QUEUE_URL: _, ...environment } = pod.environment;
  await using image = ConsumerImage.build();
  const consumer = await ConsumerProcess.launch(
    { ...pod, environment: { ...environment, START_BURST: 'many' } },
    { endpoint: cloud().endpoint, image: await image.directory() },
  );

  const error = await consumer.started().catch((thrown: Error) => thrown);

  expect(String(error)).toContain('QUEUE_URL');
  expect(String(error)).toContain('START_BURST');
});
