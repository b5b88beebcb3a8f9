import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import type { InvocationFault } from '../../../local/lambda/invocation-fault.ts';
import { errorOf, functionOf, payloadOf } from './functions.ts';

/** Says when it begins and when it is done, a second later. */
const CODE = `let count = 0;
export const run = async () => {
  console.log('begun');
  await new Promise((resolve) => setTimeout(resolve, 1000));
  console.log('done');
  return ++count;
};`;

/** `Fn`, whose first invocation has this fault. Its Timeout is 3 seconds. */
function faulty(fault: InvocationFault) {
  const clock = new VirtualClock();
  const began = clock.now();
  const said: string[] = [];
  const faults = [fault];
  const lambda = functionOf(CODE, {
    clock,
    inProcess: () => {},
    beforeInvoke: () => faults.shift(),
    onLog: (_, line) => said.push(`${line} ${clock.now() - began}`),
    properties: { Timeout: 3 },
  });
  return { clock, lambda, said, elapsed: () => clock.now() - began };
}

describe('a fault of an invocation', () => {
  test.each([
    ['crash', 'Runtime.ExitError', 0],
    ['outOfMemory', 'Runtime.OutOfMemory', 0],
    ['unknown', '', 0],
    ['timeout', 'Sandbox.Timedout', 3000],
  ] as const)('%s, before the function has begun, is reported as %s after %d ms', async (fail, errorType, after) => {
    const { lambda, said, elapsed } = faulty({ fail, when: 'before' });

    expect((await errorOf(lambda)).errorType).toBe(errorType);
    expect([said, elapsed()]).toEqual([[], after]);
    expect(await payloadOf(lambda)).toBe(1);
  });

  test.each([
    ['crash', 1000],
    ['timeout', 3000],
  ] as const)('%s, after the function has ended, replaces its answer after %d ms', async (fail, after) => {
    const { lambda, said, elapsed } = faulty({ fail, when: 'after' });

    expect((await errorOf(lambda)).errorType).toMatch(/\./);
    expect([said, elapsed()]).toEqual([['begun 0', 'done 1000'], after]);
  });

  test.each([
    ['crash', 0, []],
    ['timeout', 3000, ['begun 0', 'done 1000']],
  ] as const)(
    '%s, meanwhile, is reported after %d ms, and the function goes on to its end',
    async (fail, after, saidBy) => {
      const { clock, lambda, said, elapsed } = faulty({ fail, when: 'meanwhile' });

      await errorOf(lambda);
      expect(elapsed()).toBe(after);
      expect(said.slice(0, saidBy.length)).toEqual(saidBy);
      await clock.advance(10_000);
      expect(said).toEqual(['begun 0', 'done 1000']);
    },
  );

  test('may be any other of Lambda’s', async () => {
    const failure = { errorType: 'Sandbox.Failure', errorMessage: 'gone' };

    expect(await errorOf(faulty({ fail: failure, when: 'before' }).lambda)).toEqual(failure);
  });

  test('kills an environment in the middle', async () => {
    const { clock, lambda, said, elapsed } = faulty({ killAfterMs: 500 });

    expect((await errorOf(lambda)).errorMessage).toMatch(/signal: killed$/);
    expect(elapsed()).toBe(500);
    await clock.advance(10_000);
    expect(said).toEqual(['begun 0']);
  });

  test('loses the answer of a function that ran to its end', async () => {
    const { lambda, said } = faulty({ loseResponse: true });

    await expect(payloadOf(lambda)).rejects.toMatchObject({ name: 'SdkClientException' });
    expect(said).toEqual(['begun 0', 'done 1000']);
  });
});

test('what a saga’s state machine asks is told of its step, its execution and its attempt', async () => {
  const told: unknown[] = [];
  const lambda = functionOf('export const run = async () => 1;', {
    inProcess: () => {},
    beforeInvoke: ({ task }) => {
      told.push(task);
      return undefined;
    },
  });

  await payloadOf(lambda, { Step: 'Charge', Execution: { Id: 'arn:execution' }, RetryCount: 2, Input: {} });
  await payloadOf(lambda, { Step: 'Charge' });

  expect(told).toEqual([{ step: 'Charge', executionArn: 'arn:execution', retryCount: 2 }, undefined]);
});
