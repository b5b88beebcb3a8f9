import { describe, expect, test } from '@jest/globals';
import { bounded } from '../../../consumer/pool/bounded.ts';
import { useFakeTime } from '../fake-time.ts';

describe('bounded', () => {
  const clock = useFakeTime();
  const hang = () => new Promise<never>(() => {});

  test('passes on what the call resolves or rejects with, and keeps no timer', async () => {
    const { signal } = new AbortController();
    await expect(bounded(async () => 42, 100, signal)).resolves.toBe(42);
    await expect(bounded(async () => Promise.reject(new Error('503')), 100, signal)).rejects.toThrow('503');
    expect(clock().countTimers()).toBe(0);
  });

  test('ends a call that heeds no signal', async () => {
    const call = bounded(hang, 5_000, new AbortController().signal);
    const ended = expect(call).rejects.toMatchObject({ name: 'TimeoutError', message: 'no answer within 5000 ms' });
    await clock().tickAsync(5_000);
    await ended;
  });

  test('tells the call that its time is over', async () => {
    let given: AbortSignal | undefined;
    const call = bounded(
      (signal) => {
        given = signal;
        return hang();
      },
      5_000,
      new AbortController().signal,
    );
    call.catch(() => {});
    await clock().tickAsync(4_999);
    expect(given?.aborted).toBe(false);
    await clock().tickAsync(1);
    expect(given?.aborted).toBe(true);
  });

  test('ends with the reason of the signal, before or during the call', async () => {
    const controller = new AbortController();
    const call = bounded(hang, 5_000, controller.signal);
    controller.abort(new Error('draining'));
    await expect(call).rejects.toThrow('draining');
    let called = false;
    await expect(
      bounded(
        async () => {
          called = true;
        },
        5_000,
        controller.signal,
      ),
    ).rejects.toThrow('draining');
    expect(called).toBe(false);
  });
});
