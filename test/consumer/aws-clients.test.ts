import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { DeleteMessageBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { receiveClient, sfnClient, sqsClient } from '../../consumer/aws-clients.ts';
import { type BackgroundCredentials, backgroundCredentials } from '../../consumer/credentials.ts';

/** Longer than calls may take, and than the poll of anybody with a timeout of 5 s. */
const POLL_MS = 6_000;

let server: Server;
let QueueUrl: string;
let arrived: number;
let credentials: BackgroundCredentials;

beforeAll(async () => {
  arrived = 0;
  // Answers a receive when its wait is over, and nothing else, ever.
  server = createServer((request, response) => {
    arrived += 1;
    request.resume();
    if (String(request.headers['x-amz-target']).endsWith('ReceiveMessage')) {
      setTimeout(() => response.end('{"Messages":[]}'), POLL_MS);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  QueueUrl = `${process.env.AWS_ENDPOINT_URL}/123456789012/saga`;
  credentials = backgroundCredentials({ env: { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'secret' } });
});
afterAll(() => {
  delete process.env.AWS_ENDPOINT_URL;
  server.closeAllConnections();
  server.close();
});

interface Ended {
  readonly ms: number;
  readonly error?: unknown;
}

async function timed(call: Promise<unknown>): Promise<Ended> {
  const began = performance.now();
  try {
    await call;
    return { ms: performance.now() - began };
  } catch (error) {
    return { ms: performance.now() - began, error };
  }
}

test('a long poll with a limit of its own is not cut; every other call ends after 5 s, with one attempt', async () => {
  const props = { region: 'eu-west-1', credentials };
  const [poll, remove, start] = await Promise.all([
    timed(
      receiveClient(props).send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
        requestTimeout: 25_000,
      }),
    ),
    timed(
      sqsClient(props).send(new DeleteMessageBatchCommand({ QueueUrl, Entries: [{ Id: '0', ReceiptHandle: 'r' }] })),
    ),
    timed(
      sfnClient(props).send(
        new StartExecutionCommand({ stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:saga' }),
      ),
    ),
  ]);
  expect(poll.error).toBeUndefined();
  expect(poll.ms).toBeGreaterThan(POLL_MS - 100);
  for (const { ms, error } of [remove, start]) {
    expect(error).toMatchObject({ name: 'TimeoutError' });
    expect(ms).toBeGreaterThan(4_900);
    expect(ms).toBeLessThan(POLL_MS);
  }
  expect(arrived).toBe(3);
}, 15_000);
