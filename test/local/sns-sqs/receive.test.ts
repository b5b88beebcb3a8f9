import { expect, test } from '@jest/globals';
import type { Received } from '../../../local/sns-sqs/sns-sqs.ts';
import { FAN_OUT, start } from './messaging.ts';

test('onReceive is told of each message that a receive hands out, each time, with its queue', async () => {
  const told: Received[] = [];
  const { publish, receive, ref } = await start(FAN_OUT, { onReceive: (received) => told.push(received) });
  await publish('hello');

  const [first] = await receive('Queue', { VisibilityTimeout: 0 });
  const [again] = await receive('Queue');

  const received = told.filter(({ messageIds }) => messageIds.length > 0);
  expect(received.map(({ queueUrl }) => queueUrl)).toEqual([ref('Queue'), ref('Queue')]);
  expect(received.map(({ messageIds }) => messageIds)).toEqual([[first?.MessageId], [again?.MessageId]]);
  expect(first?.MessageId).toBe(again?.MessageId);
});
