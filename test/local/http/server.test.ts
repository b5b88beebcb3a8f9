import { connect } from 'node:net';
import { describe, expect, jest, test } from '@jest/globals';
import { AwsError, awsJsonService } from '../../../local/http/aws-json.ts';
import { type Listener, listen } from '../../../local/http/server.ts';
import { type Service, signedService } from '../../../local/http/service.ts';
import { listenForTest, post } from './client.ts';

const echo = awsJsonService({
  name: 'echo',
  targetPrefix: 'Echo_1',
  actions: {
    Say: (parameters) => parameters,
    Nothing: () => undefined,
    Refuse: () => {
      throw new AwsError('Refused', 'no', 409, { members: { Item: 1 } });
    },
    Break: () => {
      throw new Error('a defect');
    },
  },
});
const say = { 'x-amz-target': 'Echo_1.Say', 'content-type': 'application/x-amz-json-1.1' };

describe('the server', () => {
  test('gives a request to the first service that claims it', async () => {
    const greedy: Service = { name: 'all', claims: () => true, handle: (_, response) => void response.end('all') };
    const listener = await listenForTest({ services: [echo, greedy] });
    expect((await post(listener, say, '{"a":1}')).body).toBe('{"a":1}');
    expect((await post(listener, {}, '')).body).toBe('all');
  });

  test('tells a request that nobody claims what it asked for and what there is', async () => {
    const listener = await listenForTest({ services: [echo] });
    const authorization =
      'AWS4-HMAC-SHA256 Credential=AKID/20261121/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=0';
    const { status, body } = await post(listener, { 'x-amz-target': 'Kinesis_1.ListStreams', authorization }, '{}');
    expect(status).toBe(400);
    expect(JSON.parse(body)).toEqual({
      __type: 'UnknownOperationException',
      message:
        'no service of the embedded cloud answers POST /, X-Amz-Target Kinesis_1.ListStreams, signed for kinesis: it has echo',
    });
  });

  test('answers a defect with 500 and reports it', async () => {
    const onError = jest.fn();
    const listener = await listenForTest({ services: [echo], onError });
    const { status, body } = await post(listener, { ...say, 'x-amz-target': 'Echo_1.Break' }, '{}');
    expect([status, JSON.parse(body).__type]).toEqual([500, 'InternalFailure']);
    expect(onError).toHaveBeenCalledWith(expect.objectContaining({ message: 'a defect' }));
  });

  test('refuses a body above 8 MiB with 413', async () => {
    const listener = await listenForTest({ services: [echo] });
    const json = (bytes: number) => JSON.stringify({ a: 'x'.repeat(bytes - 8) });
    expect((await post(listener, say, json(8 * 1024 * 1024))).status).toBe(200);
    const { status, body } = await post(listener, say, json(8 * 1024 * 1024 + 1));
    expect([status, JSON.parse(body).__type]).toEqual([413, 'RequestEntityTooLargeException']);
  });

  test('says so when the port is taken', async () => {
    const { port } = await listenForTest({ services: [] });
    await expect(listen({ services: [], port })).rejects.toThrow(
      `cannot open port ${port} on 127.0.0.1: another process listens on it: end that one, or choose another port`,
    );
  });

  test('makes services that have to know the endpoint once the port is open, and lets requests wait for them', async () => {
    let early: Promise<{ body: string }> | undefined;
    const listener = await listenForTest({
      async services(endpoint) {
        early = post({ endpoint } as Listener, say, '{"a":1}');
        await new Promise((resolve) => setTimeout(resolve, 20));
        return [echo];
      },
    });
    expect((await early)?.body).toBe('{"a":1}');
    expect((await post(listener, say, '{}')).status).toBe(200);
  });

  test('gives the port back when its services cannot be made', async () => {
    let endpoint = '';
    const failing = listen({
      port: 0,
      async services(opened) {
        endpoint = opened;
        throw new Error('no such template');
      },
    });
    await expect(failing).rejects.toThrow('no such template');
    await expect(fetch(endpoint)).rejects.toThrow();
  });

  test('closes although a connection is open, and closes its services', async () => {
    const close = jest.fn(async () => {});
    const listener = await listen({ services: [{ ...echo, close }], port: 0 });
    const socket = connect(listener.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const cut = new Promise((resolve) => socket.once('close', resolve));
    await listener.close();
    await cut;
    expect(close).toHaveBeenCalledTimes(1);
  });

  test('keeps quiet about a client that goes away in the middle of a request', async () => {
    const onError = jest.fn();
    const begun = Promise.withResolvers<void>();
    const over = Promise.withResolvers<void>();
    const watched: Service = {
      ...echo,
      handle(request, response) {
        begun.resolve();
        return Promise.resolve(echo.handle(request, response)).finally(() => setImmediate(over.resolve));
      },
    };
    const { port } = await listenForTest({ services: [watched], onError });
    const socket = connect(port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: a\r\nx-amz-target: Echo_1.Say\r\ncontent-length: 10\r\n\r\n{');
    await begun.promise;
    socket.destroy();
    await over.promise;
    expect(onError).not.toHaveBeenCalled();
  });
});

describe('the AWS JSON protocol', () => {
  test('echoes the content type and gives a request id', async () => {
    const { headers } = await post(await listenForTest({ services: [echo] }), say, '{}');
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each([
    ['Say', '', 200, {}],
    ['Nothing', '{}', 200, {}],
    ['Refuse', '{}', 409, { __type: 'Refused', message: 'no', Item: 1 }],
    [
      'Say',
      '[]',
      400,
      { __type: 'SerializationException', message: "the request's body is a list of 0, but has to be a JSON object" },
    ],
    [
      'Shout',
      '{}',
      400,
      {
        __type: 'UnknownOperationException',
        message: 'the embedded echo does not know the operation "Shout": it knows Say, Nothing, Refuse, Break',
      },
    ],
  ])('answers %s %j with %d %j', async (operation, body, status, answer) => {
    const listener = await listenForTest({ services: [echo] });
    const response = await post(listener, { ...say, 'x-amz-target': `Echo_1.${operation}` }, body);
    expect([response.status, JSON.parse(response.body)]).toEqual([status, answer]);
  });

  test('refuses what is no JSON', async () => {
    const { status, body } = await post(await listenForTest({ services: [echo] }), say, '{');
    expect([status, JSON.parse(body).__type]).toEqual([400, 'SerializationException']);
  });
});

test('the service that a request is signed for is read from its credential scope', async () => {
  let signedFor: string | undefined;
  const spy: Service = {
    name: 'spy',
    claims: (request) => {
      signedFor = signedService(request);
      return true;
    },
    handle: (_, response) => void response.end(),
  };
  const listener = await listenForTest({ services: [spy] });
  await post(
    listener,
    { authorization: 'AWS4-HMAC-SHA256 Credential=AKID/20261121/us-east-1/sns/aws4_request, Signature=0' },
    '',
  );
  expect(signedFor).toBe('sns');
});
