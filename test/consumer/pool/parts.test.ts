import { describe, expect, test } from '@jest/globals';
import { Buffer as MessageBuffer } from '../../../consumer/pool/buffer.ts';
import { HeldMessage } from '../../../consumer/pool/held-message.ts';
import { Liveness } from '../../../consumer/pool/liveness.ts';
import { Rate } from '../../../consumer/pool/rate.ts';
import { useFakeTime } from '../fake-time.ts';
import { received } from './stub-sqs.ts';

function held(id: string, group?: string): HeldMessage {
  const Attributes = group === undefined ? {} : { MessageGroupId: group };
  return new HeldMessage(received(id, { Attributes }), { now: 0, visibilityMs: 30_000, fifo: group !== undefined });
}

describe('HeldMessage', () => {
  test('shows the handler a message without its receipt handle', () => {
    const { message } = new HeldMessage(
      received('1', {
        Attributes: { ApproximateReceiveCount: '3', SentTimestamp: '1700000000000' },
        MessageAttributes: {
          Type: { DataType: 'String', StringValue: 'order' },
          Raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
        },
      }),
      { now: 0, visibilityMs: 30_000, fifo: false },
    );
    expect(message).toEqual({
      messageId: '1',
      body: 'body of 1',
      receiveCount: 3,
      attributes: { ApproximateReceiveCount: '3', SentTimestamp: '1700000000000' },
      messageAttributes: { Type: 'order', Raw: 'AQI=' },
    });
  });

  test('aborts a signal that is asked for only afterwards', () => {
    const message = held('1');
    message.abort(new Error('lost'));
    expect(message.signal.reason).toEqual(new Error('lost'));
  });
});

describe('Buffer', () => {
  test('hands out the oldest first', () => {
    const buffer = new MessageBuffer();
    for (const id of ['1', '2', '3']) buffer.push(held(id));
    expect([buffer.take()?.id, buffer.take()?.id, buffer.size]).toEqual(['1', '2', 1]);
  });

  test('holds back a FIFO group while one of its messages is out', () => {
    const buffer = new MessageBuffer();
    const first = held('a1', 'a');
    for (const message of [first, held('a2', 'a'), held('b1', 'b')]) buffer.push(message);
    expect([buffer.take()?.id, buffer.take()?.id, buffer.take()?.id]).toEqual(['a1', 'b1', undefined]);
    buffer.settled(first);
    expect(buffer.take()?.id).toBe('a2');
  });

  test('takes out what is not to start', () => {
    const buffer = new MessageBuffer();
    for (const id of ['1', '2', '3']) buffer.push(held(id));
    expect(buffer.remove(({ id }) => id !== '2').map(({ id }) => id)).toEqual(['1', '3']);
    expect(buffer.take()?.id).toBe('2');
  });
});

describe('Rate', () => {
  const clock = useFakeTime();

  test('counts what happened within the last second', async () => {
    const rate = new Rate();
    for (let index = 0; index < 20; index += 1) {
      await clock().tickAsync(100);
      rate.count();
    }
    expect(Math.abs(rate.perSecond - 10)).toBeLessThanOrEqual(1);
    await clock().tickAsync(500);
    expect(rate.perSecond).toBeLessThanOrEqual(6);
    await clock().tickAsync(2_000);
    expect(rate.perSecond).toBe(0);
  });

  test('knows the first events at once', () => {
    const rate = new Rate();
    for (let index = 0; index < 5; index += 1) rate.count();
    expect(rate.perSecond).toBe(5);
  });
});

describe('Liveness', () => {
  const clock = useFakeTime();

  test('counts from the oldest receive that has no answer', async () => {
    const liveness = new Liveness();
    expect(liveness.silentMs).toBe(0);
    const first = liveness.sent();
    await clock().tickAsync(5_000);
    const second = liveness.sent();
    await clock().tickAsync(1_000);
    expect(liveness.silentMs).toBe(6_000);
    first(true);
    expect(liveness.silentMs).toBe(1_000);
    second(true);
    expect(liveness.silentMs).toBe(0);
  });

  test('counts on after a timeout, until something answers', async () => {
    const liveness = new Liveness();
    const first = liveness.sent();
    await clock().tickAsync(25_000);
    first(false);
    await clock().tickAsync(1_000);
    const second = liveness.sent();
    await clock().tickAsync(2_000);
    expect(liveness.silentMs).toBe(28_000);
    second(false);
    liveness.sent()(true);
    expect(liveness.silentMs).toBe(0);
  });
});
