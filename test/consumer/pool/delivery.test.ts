import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FakeQueue } from '../../../bench/consumer/fake-queue.ts';
import { FakeSqs } from '../../../bench/consumer/fake-sqs.ts';
import { type Handler, PoisonMessage } from '../../../consumer/handler.ts';
import { fill, until, usePools } from './harness.ts';

const AT_ONCE = { baseMs: 0, maxMs: 0 };

describe('a pool on a queue', () => {
  const poolWith = usePools();
  let sqs: FakeSqs;
  beforeEach(async () => {
    sqs = await FakeSqs.listen({ queue: new FakeQueue({ maxReceiveCount: 3 }) });
  });
  afterEach(async () => sqs[Symbol.asyncDispose]());

  test('handles and deletes each message once', async () => {
    const ids = fill(sqs, 500);
    const handled: string[] = [];
    const handler: Handler = async ({ messageId, body }) => {
      handled.push(messageId);
      return body === 'body 7' ? 'duplicate' : 'done';
    };
    const { pool, metric } = poolWith({ queueUrl: sqs.queueUrl, handler, waitTimeSeconds: 1 });
    await pool.start();
    await until('all are deleted', () => sqs.queue.counts.deleted === 500);
    expect(handled.toSorted()).toEqual(ids.toSorted());
    expect(metric('consumer_messages_handled_total{outcome="done"}')).toBe(499);
    expect(metric('consumer_messages_handled_total{outcome="duplicate"}')).toBe(1);
    // 50 full batches, and here and there one that did not fill in time.
    expect(metric('consumer_sqs_calls_total{call="delete"}')).toBeLessThan(80);
  });

  test('lets poison go to the dead-letter queue, with one line for each receive and nothing of the payload', async () => {
    sqs.queue.send('secret');
    const handler: Handler = async () => {
      throw new PoisonMessage('the message is not JSON');
    };
    const { pool, log, metric } = poolWith({
      queueUrl: sqs.queueUrl,
      handler,
      waitTimeSeconds: 1,
      poisonBackoff: AT_ONCE,
    });
    await pool.start();
    await until('it is dead-lettered', () => sqs.queue.deadLetters.length === 1);
    expect(log).toEqual(
      [1, 2, 3].map((receiveCount) => ({
        level: 'error',
        message: 'poisonous message',
        messageId: 'message-0',
        receiveCount,
        retryInSeconds: 0,
        reason: 'the message is not JSON',
      })),
    );
    expect(JSON.stringify(log)).not.toContain('secret');
    expect(metric('consumer_messages_handled_total{outcome="poison"}')).toBe(3);
    expect(sqs.queue.counts).toMatchObject({ deleted: 0, hidden: 0 });
  });

  test('hides a message after a failure for longer with each receive', async () => {
    fill(sqs, 1);
    const { pool, log } = poolWith({
      queueUrl: sqs.queueUrl,
      handler: async () => Promise.reject(new Error('downstream is away')),
      waitTimeSeconds: 1,
      failureBackoff: { baseMs: 400_000, maxMs: 900_000 },
    });
    await pool.start();
    await until('it is given back', () => sqs.calls.some(({ action }) => action === 'ChangeMessageVisibilityBatch'));
    const [change] = sqs.calls.filter(({ action }) => action === 'ChangeMessageVisibilityBatch');
    const seconds = change?.input.Entries?.[0]?.VisibilityTimeout;
    expect(seconds).toBeGreaterThanOrEqual(400);
    expect(seconds).toBeLessThanOrEqual(800);
    expect(log).toEqual([
      {
        level: 'error',
        message: 'the handler failed',
        messageId: 'message-0',
        receiveCount: 1,
        retryInSeconds: seconds,
        error: new Error('downstream is away'),
      },
    ]);
  });

  test('goes on with the others when a handler throws at once', async () => {
    fill(sqs, 20);
    const handler: Handler = ({ body }) => {
      if (body === 'body 3') throw new TypeError('a defect');
      return Promise.resolve('done');
    };
    const { pool } = poolWith({ queueUrl: sqs.queueUrl, handler, waitTimeSeconds: 1, failureBackoff: AT_ONCE });
    await pool.start();
    await until('the others are deleted', () => sqs.queue.counts.deleted === 19);
    await until('it is dead-lettered', () => sqs.queue.deadLetters.length === 1);
  });

  test('knows a message that is delivered again while its handler runs', async () => {
    fill(sqs, 1);
    const ended = Promise.withResolvers<'done'>();
    let handled = 0;
    const handler = () => {
      handled += 1;
      return ended.promise;
    };
    const { pool, metric } = poolWith({ queueUrl: sqs.queueUrl, handler, waitTimeSeconds: 1 });
    await pool.start();
    await until('it is in flight', () => handled === 1);
    sqs.queue.changeVisibility('message-0/1', 0);
    await until('it came again', () => metric('consumer_messages_redelivered_total') === 1);
    ended.resolve('done');
    // With the first receipt handle SQS would say yes, and not delete it.
    await until('it is deleted', () => sqs.queue.counts.deleted === 1);
    expect([handled, sqs.queue.counts.hidden]).toEqual([1, 0]);
  });

  test('does not handle again what comes again because its delete failed', async () => {
    fill(sqs, 1);
    let handled = 0;
    const handler: Handler = async () => {
      handled += 1;
      return 'done';
    };
    sqs.fault = (action) => (action === 'DeleteMessageBatch' ? { status: 503, code: 'ServiceUnavailable' } : undefined);
    const { pool, metric } = poolWith({ queueUrl: sqs.queueUrl, handler, waitTimeSeconds: 1 });
    await pool.start();
    await until('its delete has failed', () => metric('consumer_sqs_failures_total{call="delete",class="server"}') > 0);
    sqs.queue.changeVisibility('message-0/1', 0);
    sqs.fault = () => undefined;
    await until('it is deleted', () => sqs.queue.counts.deleted === 1);
    expect(handled).toBe(1);
  });

  test('handles it elsewhere when this process has lost it: the handler is told', async () => {
    fill(sqs, 1);
    const told = Promise.withResolvers<unknown>();
    const slow: Handler = (_message, { signal }) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => {
          told.resolve(signal.reason);
          reject(signal.reason);
        }),
      );
    const first = poolWith({ queueUrl: sqs.queueUrl, handler: slow, waitTimeSeconds: 1, visibilityTimeoutSeconds: 2 });
    sqs.fault = (action) =>
      action === 'ChangeMessageVisibilityBatch' ? { status: 500, code: 'InternalFailure' } : undefined;
    await first.pool.start();
    await until('it is in flight', () => first.metric('consumer_in_flight') === 1);
    const stopped = first.pool.stop();
    const second = poolWith({ queueUrl: sqs.queueUrl, handler: async () => 'done', waitTimeSeconds: 1 });
    await second.pool.start();
    expect(await told.promise).toEqual(new Error('message message-0 is visible to others again'));
    await until('it is deleted', () => sqs.queue.counts.deleted === 1);
    expect(await stopped).toMatchObject({ left: 0 });
    expect(first.metric('consumer_messages_deleted_total')).toBe(0);
  }, 10_000);
});
