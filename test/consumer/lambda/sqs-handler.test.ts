import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { stubAws } from '../../support/aws-stub.ts';
import { invoke, newHandler, record, STATE_MACHINE_ARN, transaction } from './invocation.ts';
import { captureLog } from './log-lines.ts';

const sfn = stubAws(SFNClient);
const log = captureLog();
const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 10_000 };

describe('a batch of transactions', () => {
  test('starts a saga each, and is deleted', async () => {
    sfn.on(StartExecutionCommand).resolves({});
    expect(await invoke(newHandler(), [transaction('a'), transaction('b')])).toEqual([]);
    expect(sfn.inputs(StartExecutionCommand)).toEqual(
      ['a', 'b'].map((id) => ({
        stateMachineArn: STATE_MACHINE_ARN,
        name: `${id}-1`,
        input: JSON.stringify({ Payload: { TransactionDetails: { TransactionId: id } } }),
      })),
    );
    expect(log()).toEqual([]);
  });

  test('is started all at once', async () => {
    const all = Promise.withResolvers<object>();
    sfn.on(StartExecutionCommand).callsFake(() => {
      if (sfn.requests() === 10) all.resolve({});
      return all.promise;
    });
    const ten = Array.from({ length: 10 }, (_, index) => transaction(`t${index}`));
    expect(await invoke(newHandler(), ten)).toEqual([]);
  });

  test('is done where its sagas were started before', async () => {
    sfn
      .on(StartExecutionCommand)
      .rejects(new ExecutionAlreadyExists({ message: 'Execution Already Exists', $metadata: { httpStatusCode: 400 } }));
    expect(await invoke(newHandler(), [transaction('a')])).toEqual([]);
  });
});

describe('a message that fails', () => {
  test('comes again alone, and the log says why without its payload', async () => {
    sfn.on(StartExecutionCommand).resolves({});
    const poison = record('p', { hello: 'tell-nobody' }, { ApproximateReceiveCount: '3' });
    expect(await invoke(newHandler(), [transaction('a'), poison, transaction('b')])).toEqual(['p']);
    expect(sfn.inputs(StartExecutionCommand)).toHaveLength(2);
    expect(log()).toEqual([
      {
        level: 'error',
        message: 'poisonous message',
        requestId: 'request-1',
        messageId: 'p',
        receiveCount: 3,
        reason: expect.stringContaining('hello'),
      },
    ]);
    expect(JSON.stringify(log())).not.toContain('tell-nobody');
  });

  test('by a defect of ours comes again as well, with its error in the log', async () => {
    sfn.on(StartExecutionCommand).rejects(new TypeError('undefined is not a function'));
    expect(await invoke(newHandler(), [transaction('a')])).toEqual(['a']);
    expect(log()).toMatchObject([
      { level: 'error', message: 'the handler failed', messageId: 'a', error: { name: 'TypeError' } },
    ]);
  });
});

describe('of a FIFO queue', () => {
  const fifo = (id: string, MessageGroupId: string, body: unknown = { TransactionDetails: { TransactionId: id } }) => ({
    ...record(id, body, { MessageGroupId }),
    eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:saga.fifo',
  });
  const started = () => sfn.inputs(StartExecutionCommand).map(({ name }) => name);

  test('all behind a failed message of its group comes again, not even begun, and other groups are done', async () => {
    sfn.on(StartExecutionCommand).resolves({});
    const batch = [fifo('a1', 'a'), fifo('b1', 'b'), fifo('a2', 'a', 'no JSON'), fifo('a3', 'a'), fifo('b2', 'b')];
    expect(await invoke(newHandler(), batch)).toEqual(['a2', 'a3']);
    expect(started().sort()).toEqual(['a1-1', 'b1-1', 'b2-1']);
  });

  test('a group is done in order, one message after the other', async () => {
    const held: (() => void)[] = [];
    sfn.on(StartExecutionCommand).callsFake(() => new Promise((resolve) => held.push(() => resolve({}))));
    const invocation = invoke(newHandler(), [fifo('a1', 'a'), fifo('a2', 'a')]);
    await new Promise(setImmediate);
    expect(started()).toEqual(['a1-1']);
    held[0]?.();
    await new Promise(setImmediate);
    expect(started()).toEqual(['a1-1', 'a2-1']);
    held[1]?.();
    expect(await invocation).toEqual([]);
  });
});

test('on a standard queue a group is only a tenant: its other messages are done', async () => {
  sfn.on(StartExecutionCommand).resolves({});
  const tenant = { MessageGroupId: 'tenant' };
  expect(await invoke(newHandler(), [record('p', 'no JSON', tenant), transaction('a', tenant)])).toEqual(['p']);
});

test('the group audit writes a line about each message', async () => {
  const handler = newHandler({ CONSUMER_GROUP: 'audit' });
  expect(await invoke(handler, [transaction('a'), record('p', 'no JSON')])).toEqual(['p']);
  expect(log()).toMatchObject([
    { message: 'transaction published', TransactionId: 'a', MessageId: 'a' },
    { message: 'poisonous message', messageId: 'p' },
  ]);
});

test("what is called is signed with the execution role's keys", async () => {
  const send = sfn.on(StartExecutionCommand).resolves({});
  await invoke(newHandler(), [transaction('a')]);
  const client = send.firstCall.thisValue as SFNClient;
  await expect(client.config.credentials()).resolves.toMatchObject({
    accessKeyId: 'ASIAROLE',
    secretAccessKey: 'of-the-role',
    sessionToken: 'of-the-session',
  });
});

describe('an event that is not of SQS fails whole, with nothing begun:', () => {
  test.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /^the event is nothing, but has to be \{ "Records": \[ … \] \} of an SQS event source/],
    ['a transaction', { TransactionDetails: {} }, /^the event is an object with TransactionDetails, but has to be/],
    [
      'another service',
      { Records: [{ ...transaction('a'), eventSource: 'aws:sns' }] },
      /^Records\[0\] is of "aws:sns"/,
    ],
    [
      'half a record',
      { Records: [transaction('a'), { eventSource: 'aws:sqs', messageId: 'b' }] },
      /^Records\[1\] is of/,
    ],
  ])('%s', async (_, event, message) => {
    sfn.on(StartExecutionCommand).resolves({});
    await expect(newHandler()(event, context)).rejects.toThrow(message);
    expect(sfn.requests()).toBe(0);
  });
});
