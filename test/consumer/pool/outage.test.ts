import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { mostPerSecond, useFakeTime } from '../fake-time.ts';
import { usePools } from './harness.ts';
import { answers, received, sqsError, stubSqs } from './stub-sqs.ts';

const MINUTE = 60_000;

describe('a pool whose queue fails', () => {
  const poolWith = usePools(() => clock());
  const sqs = stubSqs();
  const clock = useFakeTime();

  /** All calls fail as told, at once. @returns when they came */
  function failing(error: Error): number[] {
    const times: number[] = [];
    const fail = async () => {
      times.push(performance.now());
      throw error;
    };
    sqs.on(ReceiveMessageCommand).callsFake(fail);
    sqs.on(DeleteMessageBatchCommand).callsFake(fail);
    return times;
  }

  test.each([
    ['answers 503', sqsError('ServiceUnavailable', 503), 'server'],
    ['refuses connections', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), 'network'],
    ['throttles', sqsError('RequestThrottled', 400), 'throttle'],
    ['denies access', sqsError('AccessDeniedException', 403), 'access'],
    ['finds the credentials expired', sqsError('ExpiredToken', 403), 'credentials'],
    ['cannot be called for a defect', new TypeError('a defect'), 'other'],
  ])(
    'makes at most five calls a second while SQS %s, with a line for each, and receives again by itself',
    async (_, error, failure) => {
      const times = failing(error);
      const { pool, log, metric } = poolWith({ handler: async () => 'done' });
      await pool.start();
      await clock().tickAsync(2 * MINUTE);
      expect(times.length).toBeGreaterThan(10);
      expect(mostPerSecond(times)).toBeLessThanOrEqual(5);
      expect(metric(`consumer_sqs_failures_total{call="receive",class="${failure}"}`)).toBe(times.length);
      expect(log).toHaveLength(times.length);
      expect(log[0]).toMatchObject({
        level: 'warn',
        message: 'a call to SQS failed',
        call: 'receive',
        class: failure,
        error,
      });

      sqs.on(ReceiveMessageCommand).callsFake(answers([received('1')]));
      sqs.on(DeleteMessageBatchCommand).callsFake(async () => ({}));
      await clock().tickAsync(10_100);
      expect(metric('consumer_messages_deleted_total')).toBe(1);
      expect(log.at(-1)).toEqual({ level: 'info', message: 'SQS answers again', call: 'receive' });
    },
  );

  test('asks for answers at once after a failure, and polls for 20 s again when it has got four', async () => {
    sqs.on(ReceiveMessageCommand).callsFake(answers());
    sqs.on(ReceiveMessageCommand).onFirstCall().rejects(sqsError('ServiceUnavailable', 503));
    await poolWith({ handler: async () => 'done' }).pool.start();
    await clock().tickAsync(30_000);
    expect(
      sqs
        .inputs(ReceiveMessageCommand)
        .map(({ WaitTimeSeconds }) => WaitTimeSeconds)
        .slice(0, 7),
    ).toEqual([20, 0, 0, 0, 0, 20, 20]);
  });

  test('deletes what is done before it receives more, when SQS is back', async () => {
    const order: string[] = [];
    let down = false;
    let next = 0;
    const unlessDown = (name: string, answer: () => object) => async () => {
      if (down) throw sqsError('ServiceUnavailable', 503);
      order.push(name);
      return answer();
    };
    const handlers: (() => void)[] = [];
    sqs.on(ReceiveMessageCommand).callsFake(unlessDown('receive', () => ({ Messages: [received(String(next++))] })));
    sqs.on(DeleteMessageBatchCommand).callsFake(unlessDown('delete', () => ({})));
    const { pool } = poolWith({
      handler: () => new Promise((resolve) => handlers.push(() => resolve('done'))),
      maxInFlight: 2,
      prefetch: 0,
    });
    await pool.start();
    await clock().tickAsync(0);
    down = true;
    order.length = 0;
    for (const end of handlers) end();
    await clock().tickAsync(5_000);
    down = false;
    await clock().tickAsync(10_000);
    expect(order[0]).toBe('delete');
  });

  test('stops receiving while it may not delete, keeps what is done hidden, and asks rarely', async () => {
    let next = 0;
    const deletes: number[] = [];
    let denied = true;
    sqs.on(ReceiveMessageCommand).callsFake(async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      return { Messages: Array.from({ length: 10 }, () => received(String(next++))) };
    });
    sqs.on(ChangeMessageVisibilityBatchCommand).resolves({});
    sqs.on(DeleteMessageBatchCommand).callsFake(async () => {
      deletes.push(performance.now());
      if (denied) throw sqsError('AccessDeniedException', 403);
      return {};
    });
    const { pool, metric } = poolWith({ handler: async () => 'done' });
    await pool.start();
    await clock().tickAsync(60_000);
    expect(next).toBeLessThanOrEqual(100);
    expect(mostPerSecond(deletes.slice(10))).toBeLessThanOrEqual(1);
    expect(metric('consumer_messages_lost_total')).toBe(0);
    denied = false;
    await clock().tickAsync(20_000);
    expect(metric('consumer_messages_deleted_total')).toBeGreaterThan(1_000);
  });

  test('goes on deleting while it may not receive', async () => {
    sqs.on(ReceiveMessageCommand).rejects(sqsError('AccessDeniedException', 403));
    sqs
      .on(ReceiveMessageCommand)
      .onFirstCall()
      .resolves({ Messages: Array.from({ length: 10 }, (_, index) => received(String(index))) });
    sqs.on(DeleteMessageBatchCommand).resolves({});
    const handler = () => new Promise<'done'>((resolve) => setTimeout(resolve, 20_000, 'done'));
    sqs.on(ChangeMessageVisibilityBatchCommand).resolves({});
    const { pool, metric } = poolWith({ handler });
    await pool.start();
    await clock().tickAsync(31_000);
    expect(metric('consumer_messages_deleted_total')).toBe(10);
    expect(metric('consumer_messages_lost_total')).toBe(0);
  });

  test('loses no single second to a 503 among answers', async () => {
    let calls = 0;
    let next = 0;
    sqs.on(ReceiveMessageCommand).callsFake(async () => {
      calls += 1;
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (calls % 50 === 0) throw sqsError('ServiceUnavailable', 503);
      next += 10;
      return { Messages: Array.from({ length: 10 }, (_, index) => received(String(next + index))) };
    });
    sqs.on(DeleteMessageBatchCommand).callsFake(async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      return {};
    });
    const handler = () => new Promise<'done'>((resolve) => setTimeout(resolve, 20, 'done'));
    const { pool, metric } = poolWith({ handler });
    await pool.start();
    await clock().tickAsync(5_000);
    // 100 in flight for 20 ms each: 5,000 a second, if nothing were lost.
    expect(metric('consumer_messages_handled_total{outcome="done"}')).toBeGreaterThan(20_000);
  }, 30_000);

  test('does nothing while its queue is silent, notices within 30 s, and is well again with the next answer', async () => {
    let silent = false;
    sqs
      .on(ReceiveMessageCommand)
      .callsFake((command, options) => (silent ? new Promise(() => {}) : answers()(command, options)));
    const { pool, log } = poolWith({ handler: async () => 'done' });
    await pool.start();
    await clock().tickAsync(60_000);
    expect(pool.problems).toEqual([]);
    silent = true;
    const from = performance.now();
    while (pool.problems.length === 0) await clock().tickAsync(500);
    // The poll that was out is answered; the next one is not.
    const parked = 20_000;
    expect(performance.now() - from).toBeLessThanOrEqual(parked + 30_000);
    expect(pool.problems).toEqual([
      expect.stringMatching(/^ReceiveMessage has had no answer for (28|29) s, and may take 28 s$/),
    ]);
    expect(log.filter(({ class: failure }) => failure === 'unanswered').length).toBeGreaterThan(0);
    silent = false;
    await clock().tickAsync(10_000);
    expect(pool.problems).toEqual([]);
  });

  test('is not dead because SQS answers with errors: a restart would not mend it', async () => {
    failing(sqsError('ServiceUnavailable', 503));
    const { pool } = poolWith({ handler: async () => 'done' });
    await pool.start();
    await clock().tickAsync(10 * MINUTE);
    expect(pool.problems).toEqual([]);
  });
});
