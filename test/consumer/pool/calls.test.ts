import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { useFakeTime } from '../fake-time.ts';
import { usePools } from './harness.ts';
import { answers, received, stubSqs } from './stub-sqs.ts';

function batch(from: number, count: number): Message[] {
  return Array.from({ length: count }, (_, index) => received(String(from + index)));
}

describe('the calls of a pool', () => {
  const poolWith = usePools(() => clock());
  const sqs = stubSqs();
  const clock = useFakeTime();

  test('receive ten for 20 s, and are bounded 5 s later', async () => {
    sqs.on(ReceiveMessageCommand).callsFake(answers());
    await poolWith({ handler: async () => 'done', queueUrl: 'http://127.0.0.1:1/0/q' }).pool.start();
    await clock().tickAsync(0);
    expect(sqs.inputs(ReceiveMessageCommand)).toEqual([
      {
        QueueUrl: 'http://127.0.0.1:1/0/q',
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 20,
        VisibilityTimeout: 30,
        MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp', 'MessageGroupId', 'AWSTraceHeader'],
        MessageAttributeNames: ['All'],
      },
    ]);
    expect(sqs.options(ReceiveMessageCommand)[0]?.requestTimeout).toBe(25_000);
  });

  test('bound all others at 5 s', async () => {
    sqs.on(ReceiveMessageCommand).callsFake(answers(batch(0, 1)));
    sqs.on(DeleteMessageBatchCommand).resolves({});
    await poolWith({ handler: async () => 'done' }).pool.start();
    await clock().tickAsync(50);
    expect(sqs.options(DeleteMessageBatchCommand).map(({ requestTimeout }) => requestTimeout)).toEqual([5_000]);
  });

  test('begin with one poller, add one for each full receive, and go back to one when the queue is empty', async () => {
    const parked: ((messages: Message[]) => void)[] = [];
    sqs
      .on(ReceiveMessageCommand)
      .callsFake(() => new Promise((resolve) => parked.push((Messages) => resolve({ Messages }))));
    sqs.on(DeleteMessageBatchCommand).resolves({});
    const { pool, metric } = poolWith({ handler: async () => 'done', maxPollers: 3 });
    await pool.start();
    const counts: number[] = [];
    for (const size of [10, 10, 10, 4]) {
      await clock().tickAsync(0);
      counts.push(parked.length);
      parked.shift()?.(batch(counts.length * 100, size));
    }
    await clock().tickAsync(0);
    expect([...counts, parked.length]).toEqual([1, 2, 3, 3, 3]);
    for (const poll of parked.splice(0)) poll([]);
    await clock().tickAsync(0);
    expect([parked.length, metric('consumer_pollers')]).toEqual([1, 1]);
  });

  test('receive no more than the handlers have slots while they finish nothing', async () => {
    let next = 0;
    sqs.on(ReceiveMessageCommand).callsFake(async ({ input }) => {
      const count = (input as { MaxNumberOfMessages: number }).MaxNumberOfMessages;
      next += count;
      return { Messages: batch(next - count, count) };
    });
    sqs.on(ChangeMessageVisibilityBatchCommand).resolves({});
    const { pool, metric } = poolWith({ handler: () => new Promise(() => {}), maxInFlight: 25 });
    await pool.start();
    await clock().tickAsync(5_000);
    expect([next, metric('consumer_in_flight'), metric('consumer_buffered')]).toEqual([25, 25, 0]);
  });

  test('prefetch what the handlers finish within a second, ten a poller at most', async () => {
    let next = 0;
    sqs.on(ReceiveMessageCommand).callsFake(async ({ input }) => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const count = (input as { MaxNumberOfMessages: number }).MaxNumberOfMessages;
      next += count;
      return { Messages: batch(next - count, count) };
    });
    sqs.on(DeleteMessageBatchCommand).resolves({});
    const handler = () => new Promise<'done'>((resolve) => setTimeout(resolve, 100, 'done'));
    const { pool, metric } = poolWith({ handler, maxInFlight: 20, maxPollers: 4 });
    await pool.start();
    await clock().tickAsync(3_000);
    expect(metric('consumer_in_flight')).toBe(20);
    expect(metric('consumer_buffered')).toBeGreaterThan(20);
    expect(metric('consumer_buffered')).toBeLessThanOrEqual(40);
    // 20 slots of 100 ms: 200 a second, and none of them was ever idle for lack of messages.
    expect(metric('consumer_messages_handled_total{outcome="done"}')).toBeGreaterThan(560);
  });

  test('give back what has waited too long for a handler, once, for others to take', async () => {
    let next = 0;
    sqs.on(ReceiveMessageCommand).callsFake(async ({ input }) => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const count = (input as { MaxNumberOfMessages: number }).MaxNumberOfMessages;
      next += count;
      return { Messages: batch(next - count, count) };
    });
    sqs.on(DeleteMessageBatchCommand).resolves({});
    sqs.on(ChangeMessageVisibilityBatchCommand).resolves({});
    let finished = 0;
    const handler = () =>
      ++finished > 200
        ? new Promise<never>(() => {})
        : new Promise<'done'>((resolve) => setTimeout(resolve, 20, 'done'));
    const { pool, metric } = poolWith({ handler, maxInFlight: 5, maxPrefetchAgeMs: 10_000 });
    await pool.start();
    await clock().tickAsync(3_000);
    const waiting = metric('consumer_buffered');
    expect(waiting).toBeGreaterThan(10);
    await clock().tickAsync(9_000);
    expect(metric('consumer_buffered')).toBe(0);
    const releases = sqs
      .inputs(ChangeMessageVisibilityBatchCommand)
      .flatMap(({ Entries = [] }) => Entries.filter(({ VisibilityTimeout }) => VisibilityTimeout === 0));
    expect(releases).toHaveLength(waiting);
    const receives = next;
    await clock().tickAsync(120_000);
    expect(next).toBe(receives);
  });

  test('delete ten at a time across receives, the rest after 20 ms', async () => {
    sqs.on(ReceiveMessageCommand).callsFake(answers(batch(0, 7), batch(7, 5)));
    sqs.on(DeleteMessageBatchCommand).resolves({});
    const { pool, metric } = poolWith({ handler: async () => 'done' });
    await pool.start();
    await clock().tickAsync(19);
    expect(sqs.inputs(DeleteMessageBatchCommand).map(({ Entries }) => Entries?.length)).toEqual([10]);
    await clock().tickAsync(1);
    const receipts = sqs
      .inputs(DeleteMessageBatchCommand)
      .flatMap(({ Entries = [] }) => Entries.map(({ ReceiptHandle }) => ReceiptHandle));
    expect(receipts).toEqual(Array.from({ length: 12 }, (_, index) => `receipt of ${index}`));
    expect(metric('consumer_messages_deleted_total')).toBe(12);
  });

  test('delete a message that SQS refused to delete once more, and say when it was in vain', async () => {
    sqs.on(ReceiveMessageCommand).callsFake(answers(batch(0, 3)));
    const failed = { Id: '1', Code: 'InternalError', SenderFault: false };
    sqs
      .on(DeleteMessageBatchCommand)
      .onFirstCall()
      .resolves({ Failed: [failed] });
    sqs
      .on(DeleteMessageBatchCommand)
      .onSecondCall()
      .resolves({ Failed: [{ ...failed, Id: '0' }] });
    const { pool, log, metric } = poolWith({ handler: async () => 'done' });
    await pool.start();
    await clock().tickAsync(2_000);
    expect(
      sqs.inputs(DeleteMessageBatchCommand).map(({ Entries }) => Entries?.map(({ ReceiptHandle }) => ReceiptHandle)),
    ).toEqual([['receipt of 0', 'receipt of 1', 'receipt of 2'], ['receipt of 1']]);
    expect(metric('consumer_messages_undeleted_total')).toBe(1);
    expect(log).toEqual([
      {
        level: 'error',
        message: 'a message is done but not deleted: it will come again',
        messageId: '1',
        reason: 'InternalError',
      },
    ]);
  });

  test('handle again what was given back and is received before the answer to its release', async () => {
    const again = Promise.withResolvers<object>();
    sqs.on(ReceiveMessageCommand).callsFake(answers());
    sqs
      .on(ReceiveMessageCommand)
      .onFirstCall()
      .resolves({ Messages: batch(0, 1) });
    sqs.on(ReceiveMessageCommand).onSecondCall().returns(again.promise);
    sqs.on(DeleteMessageBatchCommand).resolves({});
    sqs.on(ChangeMessageVisibilityBatchCommand).callsFake(async () => {
      again.resolve({ Messages: batch(0, 1) });
      await new Promise((resolve) => setTimeout(resolve, 100));
      return {};
    });
    const outcomes = [Promise.reject(new Error('failed')), Promise.resolve('done' as const)];
    const { pool, metric } = poolWith({ handler: () => outcomes.shift() ?? Promise.reject(new Error('unexpected')) });
    await pool.start();
    await clock().tickAsync(1_000);
    expect(metric('consumer_messages_deleted_total')).toBe(1);
    expect(metric('consumer_messages_redelivered_total')).toBe(0);
  });

  test('are refused from a client that retries by itself', async () => {
    const client = new SQSClient({ region: 'us-east-1', maxAttempts: 3 });
    const { pool } = poolWith({ handler: async () => 'done', receiveClient: client });
    await expect(pool.start()).rejects.toThrow('receiveClient makes 3 attempts a call, but has to make 1');
    expect(sqs.inputs(ReceiveMessageCommand)).toEqual([]);
  });

  test('do not begin when the pool was stopped before it had started', async () => {
    const { pool } = poolWith({ handler: async () => 'done' });
    const started = pool.start();
    const stopped = pool.stop();
    await started;
    await clock().tickAsync(60_000);
    expect(await stopped).toEqual({ ms: 0, left: 0 });
    expect([sqs.inputs(ReceiveMessageCommand), clock().countTimers()]).toEqual([[], 0]);
  });

  test('are refused settings out of range, all at once', () => {
    expect(() =>
      poolWith({ handler: async () => 'done', waitTimeSeconds: 21, maxInFlight: 0, maxPollers: 2, prefetch: 21 }),
    ).toThrow(
      'waitTimeSeconds is 21, but has to be a whole number from 0 to 20; maxInFlight is 0, but has to be a whole number from 1 to 10000; prefetch is 21, but has to be a whole number from 0 to 20',
    );
  });
});
