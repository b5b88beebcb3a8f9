import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Handler, Throttled } from '../../../consumer/handler.ts';
import { mostPerSecond, useFakeTime } from '../fake-time.ts';
import { usePools } from './harness.ts';
import { received, stubSqs } from './stub-sqs.ts';

describe('a pool whose handler is throttled', () => {
  const poolWith = usePools(() => clock());
  const sqs = stubSqs();
  const clock = useFakeTime();
  let throttling: boolean;
  let tries: number[];
  const handled: string[] = [];
  let next: number;

  const handler: Handler = async ({ messageId }) => {
    tries.push(performance.now());
    await new Promise((resolve) => setTimeout(resolve, 10));
    if (throttling) throw new Throttled('ThrottlingException');
    handled.push(messageId);
    return 'done';
  };

  beforeEach(() => {
    throttling = true;
    tries = [];
    handled.length = 0;
    next = 0;
    sqs.on(ReceiveMessageCommand).callsFake(async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      return { Messages: Array.from({ length: 10 }, () => received(String(next++))) };
    });
    sqs.on(ChangeMessageVisibilityBatchCommand).resolves({});
    sqs.on(DeleteMessageBatchCommand).resolves({});
  });

  test('tries at most five times a second, receives nothing, and keeps what it has hidden', async () => {
    const { pool, metric, log } = poolWith({ handler });
    await pool.start();
    await clock().tickAsync(1_000);
    const burst = tries.length;
    const receives = sqs.inputs(ReceiveMessageCommand).length;
    await clock().tickAsync(180_000);
    const later = tries.slice(burst);
    expect(later.length).toBeGreaterThan(15);
    expect(mostPerSecond(later)).toBeLessThanOrEqual(5);
    // What was out when the first was throttled: the messages of the first two polls.
    expect(burst).toBeLessThanOrEqual(30 + 5);
    expect(sqs.inputs(ReceiveMessageCommand)).toHaveLength(receives);
    expect(receives).toBeLessThanOrEqual(4);
    expect(metric('consumer_messages_lost_total')).toBe(0);
    // Extended, and never made visible: no receive is burnt.
    const timeouts = new Set(
      sqs
        .inputs(ChangeMessageVisibilityBatchCommand)
        .flatMap(({ Entries = [] }) => Entries.map(({ VisibilityTimeout }) => VisibilityTimeout)),
    );
    expect(timeouts).toEqual(new Set([30]));
    expect(log.map(({ message }) => message)).toEqual(['throttled: messages are held, and no more received']);
    expect(metric('consumer_throttling')).toBe(1);
  });

  test('goes on by itself, each message handled once', async () => {
    const { pool, metric } = poolWith({ handler });
    await pool.start();
    await clock().tickAsync(60_000);
    throttling = false;
    await clock().tickAsync(12_000);
    expect(metric('consumer_throttling')).toBe(0);
    expect(handled.length).toBeGreaterThan(1_000);
    expect(new Set(handled).size).toBe(handled.length);
    expect(handled.toSorted((a, b) => Number(a) - Number(b)).slice(0, 30)).toEqual(
      Array.from({ length: 30 }, (_, index) => String(index)),
    );
  });

  test('gives what it holds back at once when it is stopped', async () => {
    const { pool, metric } = poolWith({ handler });
    await pool.start();
    await clock().tickAsync(5_000);
    const held = metric('consumer_in_flight') + metric('consumer_buffered');
    const before = sqs.inputs(ChangeMessageVisibilityBatchCommand).length;
    const stopped = pool.stop();
    await clock().tickAsync(1_000);
    expect(await stopped).toMatchObject({ left: 0 });
    const released = sqs
      .inputs(ChangeMessageVisibilityBatchCommand)
      .slice(before)
      .flatMap(({ Entries = [] }) => Entries);
    expect(held).toBeGreaterThanOrEqual(10);
    expect(released.map(({ VisibilityTimeout }) => VisibilityTimeout)).toEqual(Array(held).fill(0));
  });
});
