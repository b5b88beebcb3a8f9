import { describe, expect, it } from '@jest/globals';
import { batchesOf, MAX_BATCH_BYTES } from '../../../cli/publish/batches.ts';
import type { Message } from '../../../cli/publish/message.ts';
import { MAX_MESSAGE_BYTES } from '../../../contract/message.ts';

async function* messages(...sizes: number[]): AsyncGenerator<Message> {
  for (const [index, size] of sizes.entries()) yield { number: index + 1, name: `${index}-1`, body: 'x'.repeat(size) };
}

async function sizesOfBatches(...sizes: number[]): Promise<number[][]> {
  const batches = await Array.fromAsync(batchesOf(messages(...sizes)));
  return batches.map((batch) => batch.map(({ body }) => body.length));
}

describe('putting messages into batches', () => {
  it('puts ten into one', async () => {
    const batches = await sizesOfBatches(...Array<number>(21).fill(1));
    expect(batches.map(({ length }) => length)).toEqual([10, 10, 1]);
  });

  it('fills a batch up to 256 KiB exactly', async () => {
    expect(await sizesOfBatches(MAX_MESSAGE_BYTES, MAX_MESSAGE_BYTES, 1)).toEqual([
      [MAX_MESSAGE_BYTES, MAX_MESSAGE_BYTES],
      [1],
    ]);
    expect(await sizesOfBatches(MAX_MESSAGE_BYTES, MAX_MESSAGE_BYTES - 1, 1)).toHaveLength(1);
  });

  it('counts bytes, not characters', async () => {
    const body = '€'.repeat(MAX_BATCH_BYTES / 3 / 2 + 1);
    async function* two(): AsyncGenerator<Message> {
      yield { number: 1, name: 'a-1', body };
      yield { number: 2, name: 'b-1', body };
    }
    expect(await Array.fromAsync(batchesOf(two()))).toHaveLength(2);
  });

  it('keeps the order, and loses none', async () => {
    const sizes = Array.from({ length: 1_000 }, (_, index) => (index * 7_919) % MAX_MESSAGE_BYTES);
    const batches = await sizesOfBatches(...sizes);
    expect(batches.flat()).toEqual(sizes);
    for (const batch of batches) {
      expect(batch.length).toBeLessThanOrEqual(10);
      expect(batch.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MAX_BATCH_BYTES);
    }
  });

  it('makes no empty batch', async () => {
    expect(await sizesOfBatches()).toEqual([]);
  });
});
