import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, test } from '@jest/globals';
import sinon from 'sinon';
import {
  CONNECTION_TIMEOUT_MS,
  createClient,
  DEADLINE_MARGIN_MS,
  deadline,
  MAX_ATTEMPTS,
  REQUEST_TIMEOUT_MS,
} from '../../../lambda/store/client.ts';

afterEach(() => sinon.restore());

describe('createClient', () => {
  test('makes a client whose requests end with an error, and whose attempts are counted', async () => {
    const client = createClient();
    expect(await client.config.maxAttempts()).toBe(MAX_ATTEMPTS);
    // The handler resolves its settings with its first request.
    await client.config.requestHandler.handle({} as never).catch(() => undefined);
    const handler = client.config.requestHandler as unknown as { httpHandlerConfigs(): object };
    expect(handler.httpHandlerConfigs()).toMatchObject({
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    });
  });

  test('leaves room for all attempts and the longest back-off within a Lambda timeout of 10 s', () => {
    // The SDK waits at most 500 ms x 2^n after throttles.
    const backOffMs = 500 + 1_000;
    expect(MAX_ATTEMPTS * REQUEST_TIMEOUT_MS + backOffMs).toBe(7_500);
    expect(7_500 + DEADLINE_MARGIN_MS).toBeLessThan(10_000);
    expect(CONNECTION_TIMEOUT_MS).toBeLessThan(REQUEST_TIMEOUT_MS);
  });
});

describe('deadline', () => {
  test('aborts the margin before the end of the invocation', () => {
    const timeout = sinon.spy(AbortSignal, 'timeout');
    expect(deadline(10_000).aborted).toBe(false);
    expect(timeout.firstCall.args).toEqual([10_000 - DEADLINE_MARGIN_MS]);
  });

  test('aborts at once where less than the margin is left', () => {
    const timeout = sinon.spy(AbortSignal, 'timeout');
    deadline(DEADLINE_MARGIN_MS - 1);
    expect(timeout.firstCall.args).toEqual([0]);
  });

  test('ends a request that is not answered', async () => {
    const server = await silentServer();
    const { port } = server.address() as AddressInfo;
    sinon.stub(process, 'env').value({
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    });
    try {
      const call = createClient().send(new ListTablesCommand({}), { abortSignal: deadline(DEADLINE_MARGIN_MS + 50) });
      await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

async function silentServer(): Promise<Server> {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
