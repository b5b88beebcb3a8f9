import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import type { Handler } from '../../../consumer/handler.ts';
import { useFakeTime } from '../fake-time.ts';
import { usePools } from './harness.ts';
import { answers, received, stubSqs } from './stub-sqs.ts';

describe('message groups', () => {
  const poolWith = usePools(() => clock());
  const sqs = stubSqs();
  const clock = useFakeTime();
  const batch: Message[] = ['a1', 'a2', 'b1', 'a3'].map((id) =>
    received(id, { Attributes: { ApproximateReceiveCount: '1', MessageGroupId: id.charAt(0) } }),
  );

  function recording(fail: (id: string) => boolean = () => false): { handler: Handler; events: string[] } {
    const events: string[] = [];
    const handler: Handler = async ({ messageId }) => {
      events.push(`begin ${messageId}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
      events.push(`end ${messageId}`);
      if (fail(messageId)) throw new Error('failed');
      return 'done';
    };
    return { handler, events };
  }

  test('of a FIFO queue are handled in order, one message at a time, and beside each other', async () => {
    sqs.on(ReceiveMessageCommand).callsFake(answers(batch));
    sqs.on(DeleteMessageBatchCommand).resolves({});
    const { handler, events } = recording();
    await poolWith({ handler, queueUrl: 'http://127.0.0.1:1/0/orders.fifo' }).pool.start();
    await clock().tickAsync(350);
    expect(events.slice(0, 2)).toEqual(['begin a1', 'begin b1']);
    expect(events.filter((event) => event.includes('a'))).toEqual([
      'begin a1',
      'end a1',
      'begin a2',
      'end a2',
      'begin a3',
      'end a3',
    ]);
  });

  test('of a FIFO queue are given back behind a message that failed, so that nothing overtakes it', async () => {
    sqs.on(ReceiveMessageCommand).callsFake(answers(batch));
    sqs.on(DeleteMessageBatchCommand).resolves({});
    sqs.on(ChangeMessageVisibilityBatchCommand).resolves({});
    const { handler, events } = recording((id) => id === 'a1');
    await poolWith({ handler, queueUrl: 'http://127.0.0.1:1/0/orders.fifo' }).pool.start();
    await clock().tickAsync(1_000);
    expect(events).toEqual(['begin a1', 'begin b1', 'end a1', 'end b1']);
    const released = sqs
      .inputs(ChangeMessageVisibilityBatchCommand)
      .flatMap(({ Entries = [] }) => Entries.map(({ ReceiptHandle }) => ReceiptHandle));
    expect(released).toEqual(['receipt of a1', 'receipt of a2', 'receipt of a3']);
  });

  test('of a standard queue only name a tenant: all are handled at once', async () => {
    sqs.on(ReceiveMessageCommand).callsFake(answers(batch));
    sqs.on(DeleteMessageBatchCommand).resolves({});
    const { handler, events } = recording();
    await poolWith({ handler }).pool.start();
    await clock().tickAsync(50);
    expect(events).toEqual(['begin a1', 'begin a2', 'begin b1', 'begin a3']);
  });
});
