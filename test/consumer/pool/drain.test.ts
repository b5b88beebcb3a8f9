import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FakeSqs } from '../../../bench/consumer/fake-sqs.ts';
import type { Handler } from '../../../consumer/handler.ts';
import { fill, until, usePools } from './harness.ts';

describe('draining a pool', () => {
  const poolWith = usePools();
  let sqs: FakeSqs;
  let handled: string[];
  const working =
    (ms: number): Handler =>
    async ({ messageId }) => {
      handled.push(messageId);
      await sleep(ms);
      return 'done';
    };

  beforeEach(async () => {
    handled = [];
    sqs = await FakeSqs.listen({ latencyMs: 3 });
  });
  afterEach(async () => sqs[Symbol.asyncDispose]());

  test('under load leaves each message done and deleted, or visible at once, and none handled twice', async () => {
    fill(sqs, 3_000);
    const { pool } = poolWith({ queueUrl: sqs.queueUrl, handler: working(15), waitTimeSeconds: 1 });
    await pool.start();
    await until('the pool is at full speed', () => handled.length > 500);
    const report = await pool.stop();
    const { counts } = sqs.queue;
    expect(report.left).toBe(0);
    expect(counts.hidden).toBe(0);
    expect(counts.visible).toBeGreaterThan(0);
    expect(counts.deleted + counts.visible).toBe(3_000);
    expect(new Set(handled)).toEqual(sqs.queue.deletedIds);
    expect(handled).toHaveLength(counts.deleted);
  });

  test('begins no receive, and lets the one that is out end', async () => {
    const { pool } = poolWith({ queueUrl: sqs.queueUrl, handler: working(0), waitTimeSeconds: 1 });
    await pool.start();
    await until('a poll is parked', () => sqs.parked === 1);
    const report = await pool.stop();
    expect(sqs.calls.map(({ action }) => action)).toEqual(['ReceiveMessage']);
    expect(report.ms).toBeGreaterThan(500);
    expect(report.ms).toBeLessThan(2_000);
  });

  test('gives back what a parked poll brings after all', async () => {
    const { pool } = poolWith({ queueUrl: sqs.queueUrl, handler: working(0), waitTimeSeconds: 1 });
    await pool.start();
    await until('a poll is parked', () => sqs.parked === 1);
    const stopped = pool.stop();
    fill(sqs, 7);
    expect(await stopped).toMatchObject({ left: 0 });
    expect([handled.length, sqs.queue.counts.visible, sqs.queue.counts.hidden]).toEqual([0, 7, 0]);
    expect(pool.isDraining).toBe(true);
  });

  test('tells handlers that take too long, and gives back what they leave', async () => {
    fill(sqs, 3);
    const handler: Handler = (_message, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const { pool, log, metric } = poolWith({ queueUrl: sqs.queueUrl, handler, waitTimeSeconds: 0, drainTimeoutMs: 50 });
    await pool.start();
    await until('they are in flight', () => metric('consumer_in_flight') === 3);
    expect(await pool.stop()).toMatchObject({ left: 0 });
    expect(sqs.queue.counts).toMatchObject({ visible: 3, hidden: 0, deleted: 0 });
    // They did as they were told: nothing failed.
    expect(log.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('deletes what is done although SQS fails meanwhile', async () => {
    fill(sqs, 25);
    let failures = 3;
    const { pool } = poolWith({ queueUrl: sqs.queueUrl, handler: working(30), waitTimeSeconds: 0 });
    await pool.start();
    await until('all are in flight', () => handled.length === 25);
    sqs.fault = (action) =>
      action === 'DeleteMessageBatch' && failures-- > 0 ? { status: 503, code: 'ServiceUnavailable' } : undefined;
    expect(await pool.stop()).toMatchObject({ left: 0 });
    expect(sqs.queue.counts).toMatchObject({ deleted: 25, visible: 0, hidden: 0 });
    expect(failures).toBeLessThanOrEqual(0);
  });

  test('ends its polls at once when it is told to abort, releases and deletes all the same', async () => {
    fill(sqs, 40);
    const { pool } = poolWith({ queueUrl: sqs.queueUrl, handler: working(20), waitTimeSeconds: 20, maxInFlight: 5 });
    await pool.start();
    await until('some are done', () => handled.length > 10);
    const stopped = pool.stop();
    const report = await pool.abort();
    expect(report).toBe(await stopped);
    expect(report.ms).toBeLessThan(1_500);
    const { counts } = sqs.queue;
    expect(counts.deleted + counts.visible).toBe(40);
    expect(new Set(handled)).toEqual(sqs.queue.deletedIds);
  });

  test('ends a parked long poll only when it is told to abort', async () => {
    const { pool } = poolWith({ queueUrl: sqs.queueUrl, handler: working(0), waitTimeSeconds: 20 });
    await pool.start();
    await until('a poll is parked', () => sqs.parked === 1);
    const stopped = pool.stop();
    await sleep(50);
    expect(sqs.parked).toBe(1);
    await pool.abort();
    expect((await stopped).ms).toBeLessThan(1_000);
    await until('the poll is gone', () => sqs.parked === 0);
  });
});
