import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { PoisonMessage } from '../../../consumer/handler.ts';
import { audit } from '../../../consumer/handlers/audit.ts';
import { message } from './message.ts';

const context = { signal: new AbortController().signal };
const body = {
  TransactionDetails: { TransactionId: 'T-1', Records: [{ Id: 'a', card: '4111' }], simulateFail: true },
  Attempt: 2,
  CorrelationId: 'order 7',
};

test('writes one JSON line that tells who, when, how large and which, and nothing of the records', async () => {
  const output = new PassThrough();
  await expect(
    audit(output)(message(body, { attributes: { SentTimestamp: '1767225600000', MessageGroupId: 'tenant' } }), context),
  ).resolves.toBe('done');
  output.end();
  const lines = await text(output);
  expect(lines).toMatch(/^\{.*\}\n$/);
  expect(JSON.parse(lines)).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    level: 'info',
    message: 'transaction published',
    TransactionId: 'T-1',
    Attempt: 2,
    CorrelationId: 'order 7',
    Records: 1,
    simulateFail: true,
    MessageId: 'b2f2',
    MessageGroupId: 'tenant',
    publishedAt: '2026-01-01T00:00:00.000Z',
    bytes: JSON.stringify(body).length,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(lines).not.toMatch('4111');
});

test('the digest is that of the very bytes that were published', async () => {
  const output = new PassThrough();
  const handler = audit(output);
  await handler(message('{"TransactionDetails":{"TransactionId":"1"}}'), context);
  await handler(message('{"TransactionDetails": {"TransactionId":"1"}}'), context);
  output.end();
  const [first, second] = (await text(output))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).sha256);
  // printf '{"TransactionDetails":{"TransactionId":"1"}}' | sha256sum
  expect(first).toBe('8e921b4ce017b20f20d7aefd6568336aa54081fbc624278a290daf9944b56101');
  expect(second).not.toBe(first);
});

test('a message that is no transaction is poison here as well, and writes nothing', async () => {
  const output = new PassThrough();
  await expect(audit(output)(message('not JSON'), context)).rejects.toThrow(PoisonMessage);
  output.end();
  expect(await text(output)).toBe('');
});

test('is not done before the line is out', async () => {
  let written: (() => void) | undefined;
  const slow = new Writable({
    write: (_chunk, _encoding, done) => {
      written = done;
    },
  });
  let done = false;
  const handled = audit(slow)(message(body), context).then(() => {
    done = true;
  });
  await new Promise(setImmediate);
  expect(done).toBe(false);
  written?.();
  await handled;
});

test('a line that could not be written leaves the message in the queue', async () => {
  const broken = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
  broken.on('error', () => {});
  await expect(audit(broken)(message(body), context)).rejects.toThrow('EPIPE');
});
