import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import sinon from 'sinon';
import {
  BackgroundRefresh,
  type CredentialsStatus,
  FETCH_TIMEOUT_MS,
} from '../../../consumer/credentials/background-refresh.ts';
import type { Identity } from '../../../consumer/credentials/identity.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let clock: sinon.SinonFakeTimers;
let fetch: sinon.SinonStub<[], Promise<Identity>>;
let failures: [Error, CredentialsStatus][];
let refresh: BackgroundRefresh;
let fetched: number;

/** Credentials that are good for an hour, numbered. */
async function fresh(validMs = HOUR_MS): Promise<Identity> {
  fetched += 1;
  return { accessKeyId: `KEY${fetched}`, secretAccessKey: 'secret', expiration: new Date(Date.now() + validMs) };
}

async function key(): Promise<string> {
  return (await refresh.identity()).accessKeyId;
}

beforeEach(() => {
  clock = sinon.useFakeTimers({ now: Date.UTC(2026, 0, 1), toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  fetched = 0;
  failures = [];
  fetch = sinon.stub<[], Promise<Identity>>().callsFake(() => fresh());
  refresh = new BackgroundRefresh({
    source: { name: 'the test', fetch },
    onFailure: (error, status) => failures.push([error, status]),
    random: () => 0.5,
  });
});
afterEach(() => {
  refresh.stop();
  sinon.restore();
});

describe('before the first request', () => {
  test('start() fetches the credentials', async () => {
    await refresh.start(15_000);
    expect(refresh.status()).toEqual({ expiresInMs: HOUR_MS, refreshes: 1, failures: 0, lastError: undefined });
    expect(await key()).toBe('KEY1');
    expect(fetch.callCount).toBe(1);
  });

  test('start() tries again while it fails, with pauses of 0.5 s doubling', async () => {
    fetch.onCall(0).rejects(new Error('down')).onCall(1).rejects(new Error('down'));
    const started = refresh.start(15_000);
    await clock.tickAsync(700);
    expect(fetch.callCount).toBe(1);
    await clock.tickAsync(100);
    expect(fetch.callCount).toBe(2);
    await clock.tickAsync(1_500);
    await started;
    expect(fetch.callCount).toBe(3);
    expect(refresh.status()).toMatchObject({ refreshes: 1, failures: 2 });
  });

  test('start() gives up after its time, and says why', async () => {
    fetch.rejects(Object.assign(new Error('not you'), { name: 'AccessDenied' }));
    const refused = expect(refresh.start(15_000)).rejects.toThrow(
      /no valid credentials from the test.*AccessDenied: not you/,
    );
    await clock.tickAsync(15_000);
    await refused;
    expect(fetch.callCount).toBeLessThan(8);
  });

  test('stop() ends start()', async () => {
    fetch.rejects(new Error('down'));
    const refused = expect(refresh.start(15_000)).rejects.toThrow('no valid credentials');
    await clock.tickAsync(100);
    refresh.stop();
    await refused;
  });

  test('stop() ends a start() that comes later', async () => {
    fetch.rejects(new Error('down'));
    refresh.stop();
    await expect(refresh.start(15_000)).rejects.toThrow('no valid credentials');
    expect(fetch.callCount).toBe(1);
  });

  test('a first request that comes without start() waits, and so do all beside it, for one fetch', async () => {
    expect(await Promise.all([key(), key(), key()])).toEqual(['KEY1', 'KEY1', 'KEY1']);
    expect(fetch.callCount).toBe(1);
  });

  test('after a fetch that failed, requests are refused without another one until the back-off is over', async () => {
    fetch.onCall(0).rejects(new Error('down'));
    await expect(key()).rejects.toThrow('there are none yet');
    await expect(key()).rejects.toThrow('there are none yet');
    expect(fetch.callCount).toBe(1);
    await clock.tickAsync(1_000);
    expect(await key()).toBe('KEY1');
  });
});

describe('in the background', () => {
  beforeEach(() => refresh.start(15_000));

  test('credentials of an hour are replaced once between 45 and 50 minutes', async () => {
    await clock.tickAsync(45 * MINUTE_MS);
    expect(fetch.callCount).toBe(1);
    await clock.tickAsync(5 * MINUTE_MS);
    expect(fetch.callCount).toBe(2);
    expect(await key()).toBe('KEY2');
    expect(refresh.status().expiresInMs).toBeGreaterThan(55 * MINUTE_MS);
  });

  test('requests get the old ones while new ones are fetched', async () => {
    fetch.callsFake(() => new Promise(() => {}));
    await clock.tickAsync(47.5 * MINUTE_MS);
    expect(fetch.callCount).toBe(2);
    expect(await key()).toBe('KEY1');
  });

  test('a fetch without an answer counts as failed after 5 s, and is tried again', async () => {
    fetch.callsFake(() => new Promise(() => {}));
    await clock.tickAsync(47.5 * MINUTE_MS + FETCH_TIMEOUT_MS);
    expect(failures.map(([{ name }]) => name)).toEqual(['TimeoutError']);
    await clock.tickAsync(1_000);
    expect(fetch.callCount).toBe(3);
  });

  test('while it fails, the old ones serve until they expire, and it is tried again every 30 s at most', async () => {
    fetch.rejects(new Error('down'));
    await clock.tickAsync(HOUR_MS - 1);
    expect(await key()).toBe('KEY1');
    // 12.5 minutes: 0.75 + 1.5 + 3 + 6 + 12 s, then every 22.5 s.
    expect(fetch.callCount).toBeGreaterThan(25);
    expect(fetch.callCount).toBeLessThan(50);
    expect(failures.at(-1)?.[1].expiresInMs).toBeGreaterThan(0);
    expect(refresh.status().lastError?.message).toBe('down');
  });

  test('once they have expired, requests are refused at once, and do not make it try more often', async () => {
    fetch.rejects(new Error('down'));
    await clock.tickAsync(HOUR_MS);
    const before = fetch.callCount;
    for (let request = 0; request < 100; request += 1) {
      await expect(key()).rejects.toMatchObject({
        name: 'CredentialsProviderError',
        message: expect.stringContaining('expired at 2026-01-01T01:00:00.000Z'),
      });
    }
    expect(fetch.callCount).toBe(before);
    expect(refresh.status().expiresInMs).toBe(0);
  });

  test('it recovers by itself', async () => {
    fetch.rejects(new Error('down'));
    await clock.tickAsync(HOUR_MS + MINUTE_MS);
    await expect(key()).rejects.toThrow();
    fetch.callsFake(() => fresh());
    await clock.tickAsync(30_000);
    expect(await key()).toBe('KEY2');
    expect(refresh.status().lastError).toBeUndefined();
  });

  test('a machine that slept through the timer catches up at the next request', async () => {
    clock.setSystemTime(Date.now() + 50 * MINUTE_MS);
    expect(await key()).toBe('KEY1');
    await clock.tickAsync(0);
    expect(fetch.callCount).toBe(2);
    expect(await key()).toBe('KEY2');
  });

  test('credentials that come expired are not taken, and the clock is named', async () => {
    fetch.callsFake(() => fresh(-1_000));
    await clock.tickAsync(48 * MINUTE_MS);
    expect(await key()).toBe('KEY1');
    expect(failures[0]?.[0].message).toMatch(/came expired.*set its clock/);
  });

  test('after stop() nothing is fetched, and the old ones serve on', async () => {
    refresh.stop();
    await clock.tickAsync(59 * MINUTE_MS);
    expect(await key()).toBe('KEY1');
    expect(fetch.callCount).toBe(1);
  });
});

test('what does not expire is fetched once', async () => {
  fetch.callsFake(async () => ({ accessKeyId: 'AKIA', secretAccessKey: 'secret' }));
  await refresh.start(15_000);
  await clock.tickAsync(100 * 24 * HOUR_MS);
  expect(await key()).toBe('AKIA');
  expect(fetch.callCount).toBe(1);
  expect(refresh.status().expiresInMs).toBe(Infinity);
});
