import { describe, expect, test } from '@jest/globals';
import { summarize } from '../../../lambda/domain/summarize.ts';
import { transformRecords } from '../../../lambda/domain/transform.ts';

const of = (...ids: string[]) => summarize(transformRecords(ids.map((Id) => ({ Id }))));

describe('summarize', () => {
  test('counts the records, and hashes their hex digests in order with nothing between', () => {
    // printf '%s%s' $(printf '{"Id":"a"}' | sha256sum) $(printf '{"Id":"b"}' | sha256sum), the dashes apart, | sha256sum
    expect(of('a', 'b')).toEqual({
      Count: 2,
      Digest: '58a12b2b84867f89933ca7cd59b15d2b833495032b33c26ef51fa2124ee13057',
    });
  });

  test('tells one order from another', () => {
    expect(of('b', 'a').Digest).not.toBe(of('a', 'b').Digest);
  });

  test('gives no records the hash of nothing', () => {
    expect(of()).toEqual({
      Count: 0,
      Digest: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    });
  });
});
