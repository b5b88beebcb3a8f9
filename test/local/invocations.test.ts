import { expect, test } from '@jest/globals';
import { withParent } from '../../local/http/trace.ts';
import { Invocations } from '../../local/invocations.ts';

const ROOT = 'Root=1-aaaaaaaa-bbbbbbbbbbbbbbbbbbbbbbbb;Sampled=0';
const invocation = (requestId: string) => ({
  functionName: 'Fn',
  requestId,
  payload: {},
  traceId: withParent(ROOT, requestId),
});
const id = (number: number) => `${number.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;

test('a request is told the invocation that it comes from by its trace header', () => {
  const invocations = new Invocations();
  invocations.add(invocation(id(1)));
  invocations.add(invocation(id(2)));

  expect(invocations.of(withParent(ROOT, id(2)))?.requestId).toBe(id(2));
  expect(invocations.of(ROOT)).toBeUndefined();
  expect(invocations.of(undefined)).toBeUndefined();
});

test('beyond 10,000 invocations the one that began first is forgotten', () => {
  const invocations = new Invocations();
  for (let number = 0; number <= 10_000; number += 1) invocations.add(invocation(id(number)));

  expect(invocations.of(withParent(ROOT, id(0)))).toBeUndefined();
  expect(invocations.of(withParent(ROOT, id(1)))?.requestId).toBe(id(1));
});
