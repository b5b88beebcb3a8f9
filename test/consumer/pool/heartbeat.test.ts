import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Handler } from '../../../consumer/handler.ts';
import { useFakeTime } from '../fake-time.ts';
import { usePools } from './harness.ts';
import { answers, received, sqsError, stubSqs } from './stub-sqs.ts';

const HOUR = 3_600_000;

describe('the heartbeat of a pool', () => {
  const poolWith = usePools(() => clock());
  const sqs = stubSqs();
  const clock = useFakeTime();
  const extensions = () => sqs.inputs(ChangeMessageVisibilityBatchCommand).map(({ Entries = [] }) => Entries);
  let ended: PromiseWithResolvers<'done'>;
  let signals: AbortSignal[];
  const slow: Handler = (_message, { signal }) => {
    signals.push(signal);
    return ended.promise;
  };

  beforeEach(() => {
    ended = Promise.withResolvers();
    signals = [];
    sqs.on(ReceiveMessageCommand).callsFake(
      answers(
        Array.from({ length: 10 }, (_, index) => received(`${index}`)),
        [received('10')],
      ),
    );
    sqs.on(ChangeMessageVisibilityBatchCommand).resolves({});
    sqs.on(DeleteMessageBatchCommand).resolves({});
  });

  test('extends at half of the visibility timeout, ten a call, those that wait for a handler as well', async () => {
    const { pool, metric } = poolWith({ handler: slow, maxInFlight: 11, visibilityTimeoutSeconds: 30 });
    await pool.start();
    await clock().tickAsync(13_900);
    expect(extensions()).toEqual([]);
    await clock().tickAsync(2_000);
    expect(extensions().map(({ length }) => length)).toEqual([10, 1]);
    expect(extensions()[0]?.[3]).toEqual({ Id: '3', ReceiptHandle: 'receipt of 3', VisibilityTimeout: 30 });
    await clock().tickAsync(60_000);
    expect(metric('consumer_messages_extended_total')).toBe(11 * 5);
    expect(signals.every(({ aborted }) => !aborted)).toBe(true);
  });

  test('ends with the message: nothing is extended after its deletion', async () => {
    const { pool, metric } = poolWith({ handler: slow });
    await pool.start();
    await clock().tickAsync(20_000);
    const before = extensions().length;
    ended.resolve('done');
    await clock().tickAsync(120_000);
    expect(metric('consumer_messages_deleted_total')).toBe(11);
    expect(extensions()).toHaveLength(before);
  });

  test('aborts the handler of a message that SQS refuses to extend', async () => {
    sqs.on(ChangeMessageVisibilityBatchCommand).callsFake(async ({ input }) => {
      const { Entries = [] } = input as { Entries?: { Id: string; ReceiptHandle: string }[] };
      return {
        Failed: Entries.filter(({ ReceiptHandle }) => ReceiptHandle === 'receipt of 4').map(({ Id }) => ({
          Id,
          Code: 'MessageNotInflight',
          SenderFault: true,
        })),
      };
    });
    const { pool, log, metric } = poolWith({ handler: slow });
    await pool.start();
    await clock().tickAsync(16_000);
    expect(signals.flatMap(({ aborted }, index) => (aborted ? [index] : []))).toEqual([4]);
    expect(signals[4]?.reason).toEqual(new Error('message 4 is visible to others again'));
    expect(metric('consumer_messages_lost_total')).toBe(1);
    expect(log).toEqual([
      {
        level: 'warn',
        message: 'a message is no longer ours',
        messageId: '4',
        stage: 'running',
        reason: 'SQS refused to extend it: MessageNotInflight',
      },
    ]);
  });

  test('believes no refusal of a receipt handle that is not the last one any more', async () => {
    const second = Promise.withResolvers<object>();
    sqs.on(ReceiveMessageCommand).callsFake(answers([received('0')]));
    sqs.on(ReceiveMessageCommand).onSecondCall().returns(second.promise);
    sqs.on(ChangeMessageVisibilityBatchCommand).callsFake(async () => {
      second.resolve({ Messages: [received('0', { ReceiptHandle: 'a new receipt' })] });
      await new Promise((resolve) => setTimeout(resolve, 10));
      return { Failed: [{ Id: '0', Code: 'ReceiptHandleIsInvalid', SenderFault: true }] };
    });
    const { pool, metric } = poolWith({ handler: slow });
    await pool.start();
    await clock().tickAsync(16_000);
    expect(metric('consumer_messages_redelivered_total')).toBe(1);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  });

  test('tries again what failed for another reason, and aborts the handlers only when the time is over', async () => {
    sqs.on(ChangeMessageVisibilityBatchCommand).rejects(sqsError('ServiceUnavailable', 503));
    const { pool } = poolWith({ handler: slow, visibilityTimeoutSeconds: 30 });
    await pool.start();
    await clock().tickAsync(29_000);
    expect(extensions().length).toBeGreaterThan(2);
    expect(signals.some(({ aborted }) => aborted)).toBe(false);
    await clock().tickAsync(2_000);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });

  test('deletes what its handler finishes although it was lost, so that it is not done twice', async () => {
    sqs.on(ChangeMessageVisibilityBatchCommand).rejects(sqsError('ServiceUnavailable', 503));
    const { pool, metric } = poolWith({ handler: slow });
    await pool.start();
    await clock().tickAsync(40_000);
    expect(metric('consumer_messages_lost_total')).toBe(11);
    sqs.on(ChangeMessageVisibilityBatchCommand).resolves({});
    ended.resolve('done');
    await clock().tickAsync(30_000);
    expect(metric('consumer_messages_deleted_total')).toBe(11);
  });

  test('lets an extension that is under way end before the message is given back, or it would hide it again', async () => {
    const order: string[] = [];
    sqs.on(ReceiveMessageCommand).callsFake(answers([received('0')]));
    sqs.on(ChangeMessageVisibilityBatchCommand).callsFake(async ({ input }) => {
      const { Entries = [] } = input as { Entries?: { VisibilityTimeout: number }[] };
      order.push(`asked for ${Entries[0]?.VisibilityTimeout}`);
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      order.push(`answered ${Entries[0]?.VisibilityTimeout}`);
      return {};
    });
    const handler: Handler = () => new Promise((_resolve, reject) => setTimeout(reject, 15_500, new Error('failed')));
    const { pool } = poolWith({ handler, failureBackoff: { baseMs: 0, maxMs: 0 } });
    await pool.start();
    await clock().tickAsync(25_000);
    expect(order).toEqual(['asked for 30', 'answered 30', 'asked for 0', 'answered 0']);
  });

  test('never starts a message that was lost while it waited', async () => {
    sqs.on(ChangeMessageVisibilityBatchCommand).rejects(sqsError('ServiceUnavailable', 503));
    sqs.on(ReceiveMessageCommand).callsFake(answers([received('a')], [received('b'), received('c')]));
    let first: (() => void) | undefined;
    const handled: string[] = [];
    const handler: Handler = ({ messageId }) => {
      handled.push(messageId);
      return new Promise((resolve) => {
        first ??= () => resolve('done');
      });
    };
    const { pool, metric } = poolWith({ handler, maxInFlight: 2 });
    await pool.start();
    await clock().tickAsync(40_000);
    first?.();
    await clock().tickAsync(1_000);
    expect(handled).toEqual(['a', 'b']);
    expect(metric('consumer_buffered')).toBe(0);
  });

  test('stops extending 12 hours after the receive, as SQS does', async () => {
    const visibilityTimeoutSeconds = 3_600;
    const { pool } = poolWith({ handler: slow, visibilityTimeoutSeconds });
    await pool.start();
    await clock().tickAsync(11.9 * HOUR);
    expect(signals.some(({ aborted }) => aborted)).toBe(false);
    const last = extensions().at(-1)?.[0]?.VisibilityTimeout ?? 0;
    expect(last).toBeLessThan(visibilityTimeoutSeconds);
    await clock().tickAsync(0.2 * HOUR);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  }, 30_000);
});
