import { SFNClient, SFNServiceException, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { stubAws } from '../../support/aws-stub.ts';
import { mostPerSecond, useFakeTime } from '../fake-time.ts';
import { invoke, newHandler, record, transaction } from './invocation.ts';
import { captureLog } from './log-lines.ts';

const sfn = stubAws(SFNClient);
const log = captureLog();
const clock = useFakeTime();
const TIMEOUT_MS = 10_000;

const throttle = () =>
  new SFNServiceException({
    name: 'ThrottlingException',
    message: 'Rate exceeded',
    $fault: 'client',
    $metadata: { httpStatusCode: 400 },
  });

const ten = Array.from({ length: 10 }, (_, index) => transaction(`t${index}`));
const ids = ten.map(({ messageId }) => messageId);

/** Invokes with 10 s left. @returns what came of it, and after how long */
function timed(handler = newHandler(), records = ten) {
  const startedAt = Date.now();
  const remaining = () => startedAt + TIMEOUT_MS - Date.now();
  return invoke(handler, records, remaining).then((failed) => ({ failed, ms: Date.now() - startedAt }));
}

describe('while Step Functions throttles', () => {
  test('messages are tried again within the invocation, and none comes again when it stops in time', async () => {
    let throttling = true;
    sfn.on(StartExecutionCommand).callsFake(async () => {
      if (throttling) throw throttle();
      return {};
    });
    const invocation = timed();
    await clock().tickAsync(3_000);
    throttling = false;
    await clock().tickAsync(TIMEOUT_MS);

    const { failed, ms } = await invocation;
    expect(failed).toEqual([]);
    expect(ms).toBeLessThan(TIMEOUT_MS);
    const names = sfn.inputs(StartExecutionCommand).map(({ name }) => name);
    expect(new Set(names).size).toBe(10);
  });

  test('they come again when the time is over, said before Lambda kills the function, with one line for all', async () => {
    sfn.on(StartExecutionCommand).rejects(throttle());
    const invocation = timed();
    await clock().tickAsync(TIMEOUT_MS);

    expect(await invocation).toEqual({ failed: ids, ms: TIMEOUT_MS - 1_000 });
    expect(log()).toEqual([
      {
        level: 'warn',
        message: 'throttled: tried again while there is time',
        requestId: 'request-1',
        reason: expect.stringContaining('ThrottlingException: Rate exceeded'),
      },
      { level: 'warn', message: 'out of time: what is not done comes again', requestId: 'request-1', messageIds: ids },
    ]);
  });

  test('there are at most five tries a second, of this invocation and of the next', async () => {
    const tries: number[] = [];
    sfn.on(StartExecutionCommand).callsFake(async () => {
      tries.push(Date.now());
      throw throttle();
    });
    const handler = newHandler();
    for (const _invocation of [1, 2]) {
      const invocation = timed(handler);
      await clock().tickAsync(TIMEOUT_MS);
      await invocation;
    }
    const [first = 0] = tries;
    const later = tries.filter((at) => at > first);
    expect(later.length).toBeGreaterThan(3);
    expect(mostPerSecond(later)).toBeLessThanOrEqual(5);
  });

  test('a message that is done is not given back with them', async () => {
    sfn.on(StartExecutionCommand).callsFake(async ({ input }) => {
      if ('name' in input && input.name === 't3-1') return {};
      throw throttle();
    });
    const invocation = timed();
    await clock().tickAsync(TIMEOUT_MS);
    expect((await invocation).failed).toEqual(ids.filter((id) => id !== 't3'));
  });

  test('what is poison is not tried again', async () => {
    sfn.on(StartExecutionCommand).rejects(throttle());
    const invocation = timed(newHandler(), [record('p', 'no JSON'), transaction('a')]);
    await clock().tickAsync(TIMEOUT_MS);
    expect((await invocation).failed).toEqual(['p', 'a']);
    expect(log().filter(({ messageId }) => messageId === 'p')).toHaveLength(1);
  });
});

describe('a message that is not done before the deadline', () => {
  test('comes again, though its call never ends and heeds no signal', async () => {
    sfn.on(StartExecutionCommand).callsFake(({ input }) => {
      return 'name' in input && input.name === 'slow-1' ? new Promise(() => {}) : Promise.resolve({});
    });
    const invocation = timed(newHandler(), [transaction('slow'), transaction('fast')]);
    await clock().tickAsync(TIMEOUT_MS);
    expect(await invocation).toEqual({ failed: ['slow'], ms: TIMEOUT_MS - 1_000 });
  });

  test('has its call ended', async () => {
    const signals: AbortSignal[] = [];
    sfn.on(StartExecutionCommand).callsFake((_, options) => {
      signals.push((options as { abortSignal: AbortSignal }).abortSignal);
      return new Promise(() => {});
    });
    const invocation = timed(newHandler(), [transaction('a')]);
    await clock().tickAsync(TIMEOUT_MS - 1_001);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    await clock().tickAsync(1);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    await invocation;
  });

  test('comes again when it waits for its share of the quota', async () => {
    sfn.on(StartExecutionCommand).resolves({});
    const invocation = timed(newHandler({ START_RATE_PER_SECOND: '1', START_BURST: '1' }), [
      ...ten,
      transaction('last'),
    ]);
    await clock().tickAsync(TIMEOUT_MS);
    // One at once, and one in each of the nine seconds.
    const { failed } = await invocation;
    expect(sfn.requests()).toBe(11 - failed.length);
    expect([1, 2]).toContain(failed.length);
  });

  test('is not begun when there is no time at all', async () => {
    const handler = newHandler({ CONSUMER_GROUP: 'audit' });
    expect(await invoke(handler, [transaction('a')], () => 1_000)).toEqual(['a']);
    expect(log().map(({ message }) => message)).toEqual(['out of time: what is not done comes again']);
  });
});

test('an invocation that ends in time leaves no timer behind', async () => {
  sfn.on(StartExecutionCommand).resolves({});
  await timed();
  expect(clock().countTimers()).toBe(0);
});
