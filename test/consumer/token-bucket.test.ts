import { describe, expect, test } from '@jest/globals';
import { TokenBucket } from '../../consumer/token-bucket.ts';
import { useFakeTime } from './fake-time.ts';

describe('TokenBucket', () => {
  const clock = useFakeTime();

  function taken(bucket: TokenBucket, count: number): number[] {
    const at: number[] = [];
    for (let index = 0; index < count; index += 1) void bucket.take().then(() => at.push(performance.now()));
    return at;
  }

  test('lets a burst through at once, then as many as the rate allows', async () => {
    const bucket = new TokenBucket({ ratePerSecond: 10, burst: 5 });
    const at = taken(bucket, 25);
    await clock().tickAsync(0);
    expect(at).toHaveLength(5);
    await clock().tickAsync(1_000);
    expect(at).toHaveLength(15);
    await clock().tickAsync(1_000);
    expect(at).toHaveLength(25);
  });

  test('fills up to its burst while nobody asks, and no further', async () => {
    const bucket = new TokenBucket({ ratePerSecond: 100, burst: 3 });
    await clock().tickAsync(60_000);
    const at = taken(bucket, 10);
    await clock().tickAsync(0);
    expect(at).toHaveLength(3);
  });

  test('serves first who came first, also when a token has just come', async () => {
    const bucket = new TokenBucket({ ratePerSecond: 1, burst: 1 });
    const order: string[] = [];
    await bucket.take();
    void bucket.take().then(() => order.push('first'));
    await clock().tickAsync(999);
    void bucket.take().then(() => order.push('second'));
    await clock().tickAsync(2_000);
    expect(order).toEqual(['first', 'second']);
  });

  test('rejects with the reason when the signal aborts, and spends no token on it', async () => {
    const bucket = new TokenBucket({ ratePerSecond: 1, burst: 1 });
    await bucket.take();
    const controller = new AbortController();
    const given = bucket.take(controller.signal);
    const next = taken(bucket, 1);
    controller.abort(new Error('lost'));
    await expect(given).rejects.toThrow('lost');
    expect(bucket.waiting).toBe(1);
    await clock().tickAsync(1_001);
    expect(next).toHaveLength(1);
  });

  test('rejects at once when the signal has aborted before', async () => {
    const bucket = new TokenBucket({ ratePerSecond: 1, burst: 1 });
    await expect(bucket.take(AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    await expect(bucket.take()).resolves.toBeUndefined();
  });

  test('keeps no timer when nobody waits', async () => {
    const bucket = new TokenBucket({ ratePerSecond: 10, burst: 1 });
    taken(bucket, 3);
    await clock().tickAsync(1_000);
    expect(clock().countTimers()).toBe(0);
  });

  test.each([
    [{ ratePerSecond: 0, burst: 1 }, 'ratePerSecond is 0, but has to be a number above 0'],
    [{ ratePerSecond: Number.NaN, burst: 1 }, 'ratePerSecond is NaN'],
    [{ ratePerSecond: 1, burst: 0.5 }, 'burst is 0.5, but has to be a number of at least 1'],
  ])('refuses %j', (props, reason) => {
    expect(() => new TokenBucket(props)).toThrow(reason);
  });
});
