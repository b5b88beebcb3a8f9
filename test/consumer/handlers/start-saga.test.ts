import {
  ExecutionAlreadyExists,
  ExecutionLimitExceeded,
  InvalidExecutionInput,
  SFNClient,
  SFNServiceException,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import sinon, { type SinonStub } from 'sinon';
import { CredentialsUnavailable } from '../../../consumer/credentials/identity.ts';
import { type Handler, PoisonMessage, Throttled } from '../../../consumer/handler.ts';
import { startSaga } from '../../../consumer/handlers/start-saga.ts';
import { TokenBucket } from '../../../consumer/token-bucket.ts';
import { message } from './message.ts';

const stateMachineArn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:saga';
const body = { TransactionDetails: { TransactionId: 'T-1', Records: [{ Id: 'a', card: '4111' }] }, Attempt: 7 };
const $metadata = { httpStatusCode: 400 };

let send: SinonStub<[StartExecutionCommand, { abortSignal: AbortSignal }], Promise<object>>;
let handler: Handler;
let abort: AbortController;

beforeEach(() => {
  send = sinon.stub(SFNClient.prototype, 'send') as unknown as typeof send;
  send.callsFake(async (command) => {
    throw new Error(`${command.constructor.name} is not stubbed`);
  });
  abort = new AbortController();
  const client = new SFNClient({ region: 'eu-west-1' });
  handler = startSaga({ client, stateMachineArn, bucket: new TokenBucket({ ratePerSecond: 1, burst: 2 }) });
});
afterEach(() => sinon.restore());

function start(what: unknown = body): Promise<unknown> {
  return handler(message(what), { signal: abort.signal });
}

function serviceError(name: string, status = 400): SFNServiceException {
  return new SFNServiceException({
    name,
    message: 'as told',
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status },
  });
}

test('starts one execution, named after transaction and attempt, with the message as its Payload and nothing else', async () => {
  send.resolves({});
  await expect(start()).resolves.toBe('done');
  expect(send.args.map(([command]) => command.constructor)).toEqual([StartExecutionCommand]);
  expect(send.args[0]?.[0].input).toEqual({ stateMachineArn, name: 'T-1-7', input: JSON.stringify({ Payload: body }) });
});

test('the first attempt is in the name as well', async () => {
  send.resolves({});
  await start({ TransactionDetails: { TransactionId: 'T-1' } });
  expect(send.args[0]?.[0].input.name).toBe('T-1-1');
});

test('an attempt that was started before is a duplicate', async () => {
  send.rejects(new ExecutionAlreadyExists({ message: 'Execution Already Exists', $metadata }));
  await expect(start()).resolves.toBe('duplicate');
});

test('a message that is no transaction is poison, and costs neither a call nor a token', async () => {
  send.resolves({});
  await expect(start('not JSON')).rejects.toThrow(PoisonMessage);
  await expect(start({})).rejects.toThrow(PoisonMessage);
  await expect(start({})).rejects.toThrow(PoisonMessage);
  expect(send.callCount).toBe(0);
  await expect(Promise.all([start(), start()])).resolves.toEqual(['done', 'done']);
});

test('an input that Step Functions refuses is poison, and is not quoted', async () => {
  send.rejects(new InvalidExecutionInput({ message: 'Invalid: 4111', $metadata }));
  const refused = await start().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(PoisonMessage);
  expect(refused).toMatchObject({
    message: 'Step Functions refuses execution T-1-7 with InvalidExecutionInput',
  });
});

describe('is held, not lost, when StartExecution fails with', () => {
  test.each<[string, Error]>([
    ['a throttle', serviceError('ThrottlingException')],
    ['a throttle by status', serviceError('TooManyRequestsException', 429)],
    ['too many open executions', new ExecutionLimitExceeded({ message: 'limit', $metadata })],
    ['a 503', serviceError('ServiceUnavailable', 503)],
    ['a 500', serviceError('InternalFailure', 500)],
    ['a missing permission', serviceError('AccessDeniedException')],
    ['a missing state machine', serviceError('StateMachineDoesNotExist')],
    ['an expired token', serviceError('ExpiredTokenException', 403)],
    ['no credentials', new CredentialsUnavailable('they expired')],
    ['a refused connection', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['no answer', Object.assign(new Error('late'), { name: 'TimeoutError' })],
  ])('%s', async (_, error) => {
    send.rejects(error);
    const held = await start().catch((thrown: unknown) => thrown);
    expect(held).toBeInstanceOf(Throttled);
    expect(held).toMatchObject({
      message: expect.stringContaining(`StartExecution of T-1-7 failed for now with ${error.name}`),
      cause: error,
    });
    expect(String(held)).not.toMatch('4111');
  });
});

test('a defect of our own is not taken for a throttle', async () => {
  send.rejects(new TypeError('undefined is not a function'));
  await expect(start()).rejects.toThrow(TypeError);
});

describe('the token bucket', () => {
  test('lets no more through than it has tokens', async () => {
    send.resolves({});
    const started = [start(), start(), start()];
    await Promise.all(started.slice(0, 2));
    expect(send.callCount).toBe(2);
    abort.abort(new Error('the test is over'));
    await expect(started[2]).rejects.toThrow('the test is over');
    expect(send.callCount).toBe(2);
  });
});

test("a call ends with the message's signal, and rejects with its reason", async () => {
  send.callsFake(
    (_, { abortSignal }) =>
      new Promise((_resolve, reject) => {
        abortSignal.addEventListener('abort', () =>
          reject(Object.assign(new Error('Request aborted'), { name: 'AbortError' })),
        );
      }),
  );
  const started = start();
  await Promise.resolve();
  abort.abort(new Error('no longer ours'));
  await expect(started).rejects.toThrow('no longer ours');
});
