import { expect, test } from '@jest/globals';
import { RequestCounter } from '../../../local/dynamodb/request-counter.ts';

test('the counter forgets the trace that began first, beyond 10,000', () => {
  const counter = new RequestCounter();
  for (let at = 0; at < 10_000; at++) counter.count(`root-${at}`, 'GetItem');
  counter.count('root-0', 'PutItem');
  expect(counter.of('root-0')).toEqual({ GetItem: 1, PutItem: 1 });
  counter.count('root-10000', 'GetItem');
  expect([counter.of('root-0'), counter.of('root-1')]).toEqual([{}, { GetItem: 1 }]);
});
