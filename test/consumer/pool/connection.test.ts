import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { FakeSqs, type Fault } from '../../../bench/consumer/fake-sqs.ts';
import { mostPerSecond } from '../fake-time.ts';
import { fill, type LogLine, until, usePools } from './harness.ts';

describe('a pool over real connections', () => {
  const poolWith = usePools();
  let child: ChildProcess | undefined;
  afterEach(() => {
    child?.kill();
  });

  /** @returns the log of a pool in a process of its own */
  function poolProcess(queueUrl: string): LogLine[] {
    const log: LogLine[] = [];
    child = fork(join(import.meta.dirname, 'pool-process.ts'), [queueUrl], { execArgv: [] });
    child.on('message', (message: { log: LogLine }) => log.push(message.log));
    return log;
  }

  const OUTAGES: readonly [Fault, string][] = [
    [{ status: 503, code: 'ServiceUnavailable' }, 'server'],
    ['cut', 'network'],
  ];
  test.each(OUTAGES)(
    'makes few calls during an outage (%j), and goes on by itself',
    async (fault, failure) => {
      await using sqs = await FakeSqs.listen();
      const log = poolProcess(sqs.queueUrl);
      await until('it polls', () => sqs.parked === 1);
      sqs.fault = () => fault;
      const before = sqs.calls.length;
      await until('it has failed a few times', () => sqs.calls.length >= before + 3);
      expect(mostPerSecond(sqs.calls.slice(before).map(({ at }) => at))).toBeLessThanOrEqual(5);
      expect(new Set(log.map((line) => line.class))).toEqual(new Set([failure]));
      sqs.fault = () => undefined;
      fill(sqs, 30);
      await until('it has caught up', () => sqs.queue.counts.deleted === 30);
      expect(sqs.queue.counts.receivedAgain).toBe(0);
    },
    20_000,
  );

  test('goes on by itself after connections were refused', async () => {
    const gone = await FakeSqs.listen();
    const { port, queueUrl } = gone;
    const log = poolProcess(queueUrl);
    await until('it polls', () => gone.parked === 1);
    await gone[Symbol.asyncDispose]();
    await until('it has failed a few times', () => log.length >= 3);
    expect(log.every((line) => line.class === 'network')).toBe(true);
    await using back = await FakeSqs.listen({ port });
    fill(back, 30);
    await until('it has caught up', () => back.queue.counts.deleted === 30);
  }, 20_000);

  test('lets a long poll wait for as long as it asked, whatever the limit of other calls', async () => {
    await using sqs = await FakeSqs.listen();
    const { pool, log } = poolWith({
      queueUrl: sqs.queueUrl,
      handler: async () => 'done',
      waitTimeSeconds: 1,
      callTimeoutMs: 100,
    });
    await pool.start();
    await until('two polls have waited', () => sqs.calls.length === 3);
    expect(log).toEqual([]);
    expect((sqs.calls[2]?.at ?? 0) - (sqs.calls[0]?.at ?? 0)).toBeGreaterThan(1_900);
  });

  test('ends a call that is never answered, and does it again over another connection', async () => {
    await using sqs = await FakeSqs.listen();
    fill(sqs, 1);
    let silent = true;
    sqs.fault = (action) => (action === 'DeleteMessageBatch' && silent ? 'silence' : undefined);
    const { pool, metric } = poolWith({
      queueUrl: sqs.queueUrl,
      handler: async () => 'done',
      waitTimeSeconds: 1,
      callTimeoutMs: 150,
    });
    await pool.start();
    await until('it was noticed', () => metric('consumer_sqs_failures_total{call="delete",class="unanswered"}') > 0);
    silent = false;
    await until('it is deleted', () => sqs.queue.counts.deleted === 1);
  });
});
