import { describe, expect, test } from '@jest/globals';
import { Batcher } from '../../../consumer/pool/batcher.ts';
import type { Refusals } from '../../../consumer/pool/queue.ts';
import { useFakeTime } from '../fake-time.ts';

describe('Batcher', () => {
  const clock = useFakeTime();
  const REFUSAL = { code: 'InternalError', isFinal: false };

  function batcher(send: (items: readonly number[]) => Promise<Refusals<number>> = async () => new Map()) {
    const sent: (readonly number[])[] = [];
    const settled: [number, object][] = [];
    const batches = new Batcher<number>({
      maxWaitMs: 20,
      send: (items) => {
        sent.push(items);
        return send(items);
      },
      onSettled: (item, end) => settled.push([item, end]),
    });
    const add = (count: number) => {
      for (let item = 0; item < count; item += 1) batches.add(item);
    };
    return { batches, sent, settled, add };
  }

  test('sends ten at once, the rest after its wait', async () => {
    const { sent, add } = batcher();
    add(23);
    expect(sent.map(({ length }) => length)).toEqual([10, 10]);
    await clock().tickAsync(19);
    expect(sent).toHaveLength(2);
    await clock().tickAsync(1);
    expect(sent.map(({ length }) => length)).toEqual([10, 10, 3]);
  });

  test('tries a refused item a second time after a back-off, alone', async () => {
    const { sent, settled, add } = batcher(
      async (items) => new Map(sent.length === 1 && items.includes(3) ? [[3, REFUSAL]] : []),
    );
    add(10);
    await clock().tickAsync(199);
    expect(settled).toHaveLength(9);
    await clock().tickAsync(400);
    expect(sent.at(-1)).toEqual([3]);
    expect(settled.at(-1)).toEqual([3, {}]);
  });

  test('gives up an item that is refused twice, and says why', async () => {
    const { sent, settled, batches } = batcher(async (items) => new Map(items.map((item) => [item, REFUSAL])));
    batches.add(7);
    await clock().tickAsync(60_000);
    expect(sent).toHaveLength(2);
    expect(settled).toEqual([[7, { refusal: REFUSAL }]]);
    expect(batches.unsettled).toBe(0);
  });

  test('sends all again when the whole call failed, however often', async () => {
    const { sent, settled, add } = batcher(async () => {
      // The queue's gate spaces the calls; here the failure does.
      await new Promise((resolve) => setTimeout(resolve, 500));
      if (sent.length < 5) throw new Error('503');
      return new Map();
    });
    add(4);
    await clock().tickAsync(10_000);
    expect(sent).toHaveLength(5);
    expect(settled.map(([item]) => item)).toEqual([0, 1, 2, 3]);
  });

  test('does not send again what is of no use any more', async () => {
    const settled: object[] = [];
    const batches = new Batcher<number>({
      maxWaitMs: 0,
      send: () => Promise.reject(new Error('503')),
      isStale: () => true,
      onSettled: (item, end) => settled.push([item, end]),
    });
    batches.add(1);
    await clock().tickAsync(10);
    expect(settled).toEqual([[1, { gaveUp: true }]]);
  });

  test('flushes without waiting for a full batch, and resolves when all is settled', async () => {
    const answer = Promise.withResolvers<Refusals<number>>();
    const { batches, sent, add } = batcher(() => answer.promise);
    add(3);
    let flushed = false;
    const flush = batches.flush().then(() => {
      flushed = true;
    });
    expect(sent).toEqual([[0, 1, 2]]);
    await clock().tickAsync(1_000);
    expect(flushed).toBe(false);
    answer.resolve(new Map());
    await flush;
    await expect(batches.flush()).resolves.toBeUndefined();
  });

  test('settles each item once when it gives up: what waits at once, what is out when it comes back', async () => {
    const answers = [Promise.withResolvers<Refusals<number>>(), Promise.withResolvers<Refusals<number>>()];
    const { batches, settled, add } = batcher(
      () => answers.shift()?.promise ?? Promise.reject(new Error('unexpected')),
    );
    const [refused, lost] = answers;
    add(10);
    refused?.resolve(new Map([[0, REFUSAL]]));
    await clock().tickAsync(0);
    for (let item = 10; item < 22; item += 1) batches.add(item);
    batches.giveUp();
    expect(settled.slice(9)).toEqual([20, 21, 0].map((item) => [item, { gaveUp: true }]));
    lost?.reject(new Error('aborted'));
    await clock().tickAsync(60_000);
    expect(settled.map(([item]) => item).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 22 }, (_, item) => item),
    );
    expect(batches.unsettled).toBe(0);
    batches.add(99);
    expect(settled.at(-1)).toEqual([99, { gaveUp: true }]);
  });
});
