import { describe, expect, test } from '@jest/globals';
import { page } from '../../../../local/stepfunctions/api/paging.ts';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
const key = (item: number) => item;

function pagesOf(list: readonly number[], maxResults: number): number[][] {
  const pages: number[][] = [];
  let nextToken: string | undefined;
  do {
    const next = page(list, key, { maxResults, nextToken });
    pages.push([...next.items]);
    nextToken = next.nextToken;
  } while (nextToken !== undefined);
  return pages;
}

describe('a page', () => {
  test.each([
    [[1, 2, 3, 4, 5], 2, [[1, 2], [3, 4], [5]]],
    [[5, 4, 3, 2, 1], 2, [[5, 4], [3, 2], [1]]],
    [[1, 2], 2, [[1, 2]]],
    [[7], 1, [[7]]],
    [[], 2, [[]]],
  ])('of %j with at most %d goes on to the end: %j', (list, size, pages) => {
    expect(pagesOf(list, size)).toEqual(pages);
  });

  test('has 100 items where nothing else is said, or 0', () => {
    expect(page(upTo(101), key, {}).items).toHaveLength(100);
    expect(page(upTo(101), key, { maxResults: 0 }).items).toHaveLength(100);
    expect(page(upTo(1001), key, { maxResults: 1000 }).items).toHaveLength(1000);
  });

  test('neither repeats nor skips an item when others come or go meanwhile', () => {
    const { nextToken } = page([5, 4, 3, 2, 1], key, { maxResults: 2 });

    expect(page([7, 6, 5, 4, 3, 2, 1], key, { nextToken }).items).toEqual([3, 2, 1]);
    expect(page([5, 3, 2], key, { nextToken }).items).toEqual([3, 2]);
  });

  test.each([[1001], [-1], [1.5]])('cannot have %d items', (maxResults) => {
    expect(() => page([], key, { maxResults })).toThrow(expect.objectContaining({ code: 'ValidationException' }));
  });

  test('refuses a token that it did not give', () => {
    expect(() => page([1], key, { nextToken: 'next' })).toThrow(
      expect.objectContaining({ code: 'InvalidToken', message: "Invalid Token: 'Invalid token'" }),
    );
  });
});
