import { expect, test } from '@jest/globals';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { asynchronousInvoker } from '../../../local/lambda/asynchronous.ts';
import { deadLetter, type GivenUp } from '../../../local/lambda/dead-letter.ts';
import { tooManyRequests } from '../../../local/lambda/runtime.ts';
import { functionOf } from './functions.ts';

const HOUR = 3_600_000;

/** Accepts one event for `Fn`, and tells when it was tried. */
async function accept(code: string, refusals = 0) {
  const clock = new VirtualClock();
  const began = clock.now();
  const times: number[] = [];
  const givenUp: unknown[] = [];
  const functions = functionOf(code, {
    clock,
    inProcess: () => {},
    beforeInvoke: () => {
      times.push(clock.now() - began);
      if (times.length <= refusals) throw tooManyRequests();
      return undefined;
    },
  });
  asynchronousInvoker({ functions, clock, onGivenUp: (_, payload) => givenUp.push(payload) }).accept('Fn', { a: 1 });
  await clock.idle();
  return { times, givenUp };
}

test('an event is done when the function has taken it', async () => {
  expect(await accept('export const run = async () => 1;')).toEqual({ times: [0], givenUp: [] });
});

test('an event that the function fails on is tried twice more, after one and two minutes, then given up', async () => {
  expect(await accept(`export const run = async () => { throw new Error('no'); };`)).toEqual({
    times: [0, 60_000, 180_000],
    givenUp: [{ a: 1 }],
  });
});

test('what was given up says why, as its dead letter does', async () => {
  const clock = new VirtualClock();
  const functions = functionOf(`export const run = async () => { throw new Error('no'); };`, {
    clock,
    inProcess: () => {},
    properties: { DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:000000000000:Failed' } },
  });
  const letters: unknown[] = [];
  const onGivenUp = (_: string, payload: unknown, why: GivenUp) => letters.push(deadLetter(payload, why));
  asynchronousInvoker({ functions, clock, onGivenUp }).accept('Fn', { a: 1 });
  await clock.idle();

  expect(functions.find('Fn').fn.deadLetterQueueArn).toBe('arn:aws:sqs:us-east-1:000000000000:Failed');
  expect(letters).toEqual([
    {
      MessageBody: '{"a":1}',
      MessageAttributes: {
        RequestID: { DataType: 'String', StringValue: expect.any(String) },
        ErrorCode: { DataType: 'Number', StringValue: '200' },
        ErrorMessage: { DataType: 'String', StringValue: 'no' },
      },
    },
  ]);
});

test('a dead-letter queue that is a topic is refused', () => {
  const properties = { DeadLetterConfig: { TargetArn: 'arn:aws:sns:us-east-1:000000000000:Failed' } };
  expect(() => functionOf('export const run = async () => 1;', { properties })).toThrow(
    'the embedded Lambda sets events aside in queues alone',
  );
});

test('an event that is throttled is tried for six hours', async () => {
  const { times, givenUp } = await accept('export const run = async () => 1;', 1000);

  expect(times.slice(0, 4)).toEqual([0, 1000, 3000, 7000]);
  expect(times.at(-1)).toBeLessThanOrEqual(6 * HOUR);
  expect(times.at(-1)).toBeGreaterThan(5.9 * HOUR);
  expect(givenUp).toHaveLength(1);
});

test('an event for a function that is not there is refused', () => {
  const functions = functionOf('export const run = async () => 1;');
  const invoker = asynchronousInvoker({ functions, clock: new VirtualClock() });

  expect(() => invoker.accept('Other', {})).toThrow('Function not found');
});
