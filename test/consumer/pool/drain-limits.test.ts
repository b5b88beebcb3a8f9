import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { useFakeTime } from '../fake-time.ts';
import { usePools } from './harness.ts';
import { answers, received, sqsError, stubSqs } from './stub-sqs.ts';

describe('the limits of a drain', () => {
  const poolWith = usePools(() => clock());
  const sqs = stubSqs();
  const clock = useFakeTime();
  const five = ['1', '2', '3', '4', '5'].map((id) => received(id));

  test('end it although a handler heeds no signal: its message stays hidden, because it may still be at it', async () => {
    sqs.on(ReceiveMessageCommand).callsFake(answers(five));
    sqs.on(ChangeMessageVisibilityBatchCommand).resolves({});
    const { pool } = poolWith({ handler: () => new Promise(() => {}), drainTimeoutMs: 30_000 });
    await pool.start();
    await clock().tickAsync(100);
    const stopped = pool.stop();
    await clock().tickAsync(33_000);
    const report = await stopped;
    expect(report.left).toBe(5);
    expect(report.ms).toBeGreaterThanOrEqual(32_000);
    expect(report.ms).toBeLessThan(32_100);
    const timeouts = sqs
      .inputs(ChangeMessageVisibilityBatchCommand)
      .flatMap(({ Entries = [] }) => Entries.map(({ VisibilityTimeout }) => VisibilityTimeout));
    expect(timeouts).not.toContain(0);
  });

  test('end it in an outage within its grace, and it says what will come again', async () => {
    sqs.on(ReceiveMessageCommand).callsFake(answers(five));
    const down = sqsError('ServiceUnavailable', 503);
    sqs.on(DeleteMessageBatchCommand).rejects(down);
    sqs.on(ChangeMessageVisibilityBatchCommand).rejects(down);
    const { pool, log } = poolWith({ handler: async () => 'done' });
    await pool.start();
    await clock().tickAsync(1_000);
    const stopped = pool.stop();
    await clock().tickAsync(60_000);
    const report = await stopped;
    expect(report.left).toBe(5);
    expect(report.ms).toBeLessThan(53_000);
    expect(
      log
        .filter(({ message }) => message === 'a message is done but not deleted: it will come again')
        .map(({ messageId }) => messageId),
    ).toEqual(['1', '2', '3', '4', '5']);
  });

  test('are those of a pod by default: the poll that is out gets its 20 s, and the rest its time', async () => {
    sqs.on(ReceiveMessageCommand).callsFake(answers());
    const { pool } = poolWith({ handler: async () => 'done' });
    await pool.start();
    await clock().tickAsync(5_000);
    const stopped = pool.stop();
    await clock().tickAsync(20_000);
    expect((await stopped).ms).toBe(15_000);
    expect(clock().countTimers()).toBe(0);
  });
});
