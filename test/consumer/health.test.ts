import { afterEach, describe, expect, test } from '@jest/globals';
import { EventLoopDelay } from '../../consumer/health/event-loop-delay.ts';
import { HealthServer, type HealthServerProps } from '../../consumer/health.ts';
import { EXPOSITION_TYPE, Metrics } from '../../consumer/metrics.ts';
import { useFakeTime } from './fake-time.ts';

describe('HealthServer', () => {
  let health: HealthServer | undefined;
  afterEach(async () => health?.close());

  async function serve(
    props: Partial<HealthServerProps> = {},
  ): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
    health = await HealthServer.listen({
      port: 0,
      live: () => [],
      ready: () => [],
      metrics: new Metrics(),
      version: { version: '1.2.3', commit: 'abc' },
      ...props,
    });
    const origin = `http://127.0.0.1:${health.port}`;
    return (path, init) => fetch(`${origin}${path}`, init);
  }

  test('answers /healthz and /readyz with 200 while nothing is wrong', async () => {
    const get = await serve();
    for (const path of ['/healthz', '/readyz', '/healthz?verbose']) {
      const response = await get(path);
      expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
    }
  });

  test('answers 503 with what is wrong, each for its own check', async () => {
    const get = await serve({
      live: () => ['no poller is running'],
      ready: () => ['the credentials have expired', 'draining'],
    });
    const live = await get('/healthz');
    expect([live.status, await live.json()]).toEqual([503, { status: 'failing', problems: ['no poller is running'] }]);
    const ready = await get('/readyz');
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'failing', problems: ['the credentials have expired', 'draining'] },
    ]);
  });

  test('answers 503 where a check throws', async () => {
    const get = await serve({
      ready: () => {
        throw new Error('no credentials yet');
      },
    });
    const response = await get('/readyz');
    expect([response.status, await response.json()]).toEqual([
      503,
      { status: 'failing', problems: ['Error: no credentials yet'] },
    ]);
  });

  test('shows the metrics to Prometheus', async () => {
    const metrics = new Metrics();
    metrics.counter('calls_total', 'Calls.').with().inc(3);
    const get = await serve({ metrics });
    const response = await get('/metrics');
    expect(response.headers.get('content-type')).toBe(EXPOSITION_TYPE);
    const text = await response.text();
    expect(text).toContain('\ncalls_total 3\n');
    expect(text).toMatch(/\nconsumer_event_loop_delay_seconds \d/);
    expect(text).toMatch(/\nprocess_resident_memory_bytes \d{8}/);
  });

  test('tells its version', async () => {
    const get = await serve();
    expect(await (await get('/version')).json()).toEqual({ version: '1.2.3', commit: 'abc' });
  });

  test('answers HEAD without a body, other methods with 405, other paths with 404', async () => {
    const get = await serve();
    const head = await get('/healthz', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await get('/healthz', { method: 'POST' })).status).toBe(405);
    const missing = await get('/toString');
    expect(missing.status).toBe(404);
    expect(await missing.json()).toEqual({
      problems: ['there is no /toString: ask for /healthz, /readyz, /metrics, /version'],
    });
  });

  test('rejects when the port is taken', async () => {
    await serve();
    await expect(
      HealthServer.listen({
        port: health?.port ?? 0,
        live: () => [],
        ready: () => [],
        metrics: new Metrics(),
        version: {},
      }),
    ).rejects.toThrow('EADDRINUSE');
  });

  test('turns /healthz red when the event loop was held up for a second', async () => {
    const get = await serve();
    const until = performance.now() + 1_300;
    while (performance.now() < until);
    const response = await get('/healthz');
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: 'failing',
      problems: [expect.stringMatching(/^the event loop was held up for 1\d{3} ms/)],
    });
  });
});

describe('EventLoopDelay', () => {
  const clock = useFakeTime();

  test('is 0 while timers fire in time', async () => {
    const delay = new EventLoopDelay();
    await clock().tickAsync(5_000);
    expect(delay.maxMs).toBe(0);
    delay.stop();
  });

  test('remembers a delay for ten seconds', async () => {
    const delay = new EventLoopDelay();
    await clock().tickAsync(1_000);
    // Time goes on, timers do not fire: what a blocked loop looks like.
    clock().jump(1_500);
    expect(delay.maxMs).toBeGreaterThanOrEqual(1_250);
    await clock().tickAsync(9_000);
    expect(delay.maxMs).toBeGreaterThanOrEqual(1_250);
    await clock().tickAsync(2_000);
    expect(delay.maxMs).toBe(0);
    delay.stop();
  });
});
