import { afterEach } from '@jest/globals';
import type { SinonFakeTimers } from 'sinon';
import type { FakeSqs } from '../../../bench/consumer/fake-sqs.ts';
import { Metrics } from '../../../consumer/metrics.ts';
import { ConsumerPool, type ConsumerPoolProps } from '../../../consumer/pool.ts';
import { client } from './client.ts';

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly [field: string]: unknown;
}

export interface TestPool {
  readonly pool: ConsumerPool;
  readonly log: LogLine[];
  /** The value of one series of the exposition. */
  metric(series: string): number;
}

/**
 * Pools that are aborted when their test is over, so that none outlives it.
 *
 * @param clock where time is the test's: call this before `useFakeTime`, so that it is still there at the end
 */
export function usePools(
  clock?: () => SinonFakeTimers,
): (props: Partial<ConsumerPoolProps> & Pick<ConsumerPoolProps, 'handler'>) => TestPool {
  const pools: ConsumerPool[] = [];
  afterEach(async () => {
    const aborted = Promise.all(pools.splice(0).map((pool) => pool.abort()));
    await clock?.().tickAsync(20_000);
    await aborted;
  });
  return (props) => {
    const log: LogLine[] = [];
    const at = (level: LogLine['level']) => (message: string, fields?: object) => {
      log.push({ level, message, ...fields });
    };
    const metrics = new Metrics();
    const queueUrl = props.queueUrl ?? 'http://127.0.0.1:1/000000000000/queue';
    const logger = { info: at('info'), warn: at('warn'), error: at('error') };
    const pool = new ConsumerPool({ client: client(queueUrl), queueUrl, logger, metrics, ...props });
    pools.push(pool);
    const metric = (series: string) => {
      const line = metrics
        .exposition()
        .split('\n')
        .find((text) => text.startsWith(`${series} `));
      if (line === undefined) throw new Error(`there is no series ${series}`);
      return Number(line.slice(series.length + 1));
    };
    return { pool, log, metric };
  };
}

/** Waits for what is about to happen; a second is an eternity on loopback. */
export async function until(what: string, holds: () => boolean, ms = 5_000): Promise<void> {
  const end = performance.now() + ms;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`waited ${ms} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Sends so many messages to the fake queue. @returns their ids */
export function fill(sqs: FakeSqs, count: number): string[] {
  return Array.from({ length: count }, (_, index) => sqs.queue.send(`body ${index}`));
}
