import { describe, expect, test } from '@jest/globals';
import { tooManyRequests } from '../../../local/lambda/runtime.ts';
import { bodiesOf, empty, eventSource, until } from './event-source.ts';

const REPORT = { FunctionResponseTypes: ['ReportBatchItemFailures'] };
/** Where nothing is to come again: not even when a busy machine takes a second to start the function. */
const PATIENT = { VisibilityTimeout: 25 };

test('gives a function the messages as AWS does', async () => {
  const source = await eventSource('');

  await source.send({
    MessageBody: 'text',
    MessageAttributes: {
      kind: { DataType: 'String', StringValue: 'a' },
      bytes: { DataType: 'Binary', BinaryValue: Buffer.from('b') },
    },
  });
  await until(() => empty(source));

  expect(source.events).toEqual([
    {
      Records: [
        {
          messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          receiptHandle: expect.any(String),
          body: 'text',
          attributes: {
            ApproximateReceiveCount: '1',
            SentTimestamp: expect.stringMatching(/^\d{13}$/),
            SenderId: '000000000000',
            ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
          },
          messageAttributes: {
            kind: { stringValue: 'a', stringListValues: [], binaryListValues: [], dataType: 'String' },
            bytes: { binaryValue: 'Yg==', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
          },
          md5OfMessageAttributes: expect.any(String),
          md5OfBody: '1cb251ec0d568de6a929b520c4aed8d1',
          eventSource: 'aws:sqs',
          eventSourceARN: source.cloud.resources('AWS::SQS::Queue')[0]?.attributes.Arn,
          awsRegion: 'us-east-1',
        },
      ],
    },
  ]);
});

test('gives at most as many messages at a time as BatchSize says', async () => {
  const source = await eventSource('', { mapping: { BatchSize: 3 }, queue: PATIENT });
  await source.send('a', 'b', 'c', 'd', 'e', 'f', 'g');
  await until(() => empty(source));
  expect(Math.max(...source.events.map(({ Records }) => Records.length))).toBe(3);
  expect(bodiesOf(source).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
});

test('collects a batch for as long as the window is open', async () => {
  const source = await eventSource('', {
    mapping: { BatchSize: 12, MaximumBatchingWindowInSeconds: 60 },
    queue: { VisibilityTimeout: 100 },
  });
  const nine = Array.from({ length: 9 }, (_, index) => `first ${index}`);
  await source.send(...nine);
  await source.send('second', 'third', 'fourth');
  await until(() => empty(source));
  expect(source.events.map(({ Records }) => Records.length)).toEqual([12]);
});

test('closes the window in time, full or not', async () => {
  const source = await eventSource('', { mapping: { MaximumBatchingWindowInSeconds: 1 } });
  const sentAt = performance.now();
  await source.send('a');
  await until(() => source.events.length === 1);
  expect(performance.now() - sentAt).toBeGreaterThan(900);
});

describe('without ReportBatchItemFailures', () => {
  test('all of a batch are done when the function returns, whatever it says', async () => {
    const source = await eventSource(
      'return { batchItemFailures: [{ itemIdentifier: event.Records[0].messageId }] };',
      { queue: PATIENT },
    );
    await source.send('a', 'b');
    await until(() => empty(source));
    expect(bodiesOf(source).sort()).toEqual(['a', 'b']);
  });

  test('all of a batch come again, after the visibility timeout, when it throws', async () => {
    const source = await eventSource(
      "if (event.Records[0].attributes.ApproximateReceiveCount === '1') throw new Error('the first time');",
    );
    await source.send('a', 'b');
    await until(() => empty(source));
    expect(bodiesOf(source).sort()).toEqual(['a', 'a', 'b', 'b']);
    expect(source.lines).toContainEqual(expect.stringContaining('a batch comes again: Error: the first time'));
  });
});

describe('with ReportBatchItemFailures', () => {
  test('what the function names comes again, and nothing else', async () => {
    const source = await eventSource(
      `const failed = event.Records.filter(({ body, attributes }) => body === 'bad' && attributes.ApproximateReceiveCount === '1');
       return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };`,
      { mapping: REPORT },
    );
    await source.send('good', 'bad', 'fine');
    await until(() => empty(source));
    expect(bodiesOf(source).sort()).toEqual(['bad', 'bad', 'fine', 'good']);
  });

  test.each([
    '',
    'return null;',
    'return {};',
    'return { batchItemFailures: null };',
    'return { batchItemFailures: [] };',
  ])('all are done after: %s', async (body) => {
    const source = await eventSource(body, { mapping: REPORT, queue: PATIENT });
    await source.send('a', 'b');
    await until(() => empty(source));
    expect(bodiesOf(source).sort()).toEqual(['a', 'b']);
  });

  test.each([
    ['an empty identifier', "{ batchItemFailures: [{ itemIdentifier: '' }] }", '[0].itemIdentifier is "", but'],
    ['null for one', '{ batchItemFailures: [{ itemIdentifier: null }] }', '[0].itemIdentifier is null, but'],
    ['another key', '{ batchItemFailures: [{ id: event.Records[0].messageId }] }', '[0].itemIdentifier is nothing'],
    ['an unknown message', "{ batchItemFailures: [{ itemIdentifier: 'x' }] }", '[0].itemIdentifier is "x", but'],
    ['no list', '{ batchItemFailures: {} }', 'batchItemFailures is an object'],
    ['no object', "'done'", 'the answer is "done", but has to be an object'],
  ])('all come again after an answer with %s', async (_, answer, problem) => {
    const source = await eventSource(
      `if (event.Records[0].attributes.ApproximateReceiveCount === '1') return ${answer}; return {};`,
      { mapping: REPORT },
    );
    await source.send('a', 'b');
    await until(() => empty(source));
    expect(bodiesOf(source).sort()).toEqual(['a', 'a', 'b', 'b']);
    expect(source.lines).toContainEqual(expect.stringContaining(problem));
  });
});

test('of a FIFO group nothing overtakes what failed', async () => {
  const source = await eventSource(
    `const [{ messageId, body, attributes }] = event.Records;
     const failed = body === 'first' && attributes.ApproximateReceiveCount === '1';
     return { batchItemFailures: failed ? [{ itemIdentifier: messageId }] : [] };`,
    { queue: { FifoQueue: true, ContentBasedDeduplication: true }, mapping: REPORT },
  );
  const MessageGroupId = 'group';
  await source.send({ MessageBody: 'first', MessageGroupId }, { MessageBody: 'second', MessageGroupId });
  await until(() => empty(source));
  expect(bodiesOf(source)).toEqual(['first', 'first', 'second']);
});

test('a message whose function was killed by its timeout comes again', async () => {
  const source = await eventSource(
    "if (event.Records[0].attributes.ApproximateReceiveCount === '1') await new Promise((resolve) => setTimeout(resolve, 60_000));",
    { queue: { VisibilityTimeout: 2 } },
  );
  await source.send('a');
  await until(() => empty(source));
  expect(bodiesOf(source)).toEqual(['a', 'a']);
  expect(source.lines).toContainEqual(expect.stringContaining('Sandbox.Timedout'));
});

test('a message that was received too often is a dead letter', async () => {
  const source = await eventSource("throw new Error('again');", {
    queue: { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 2 } },
    mapping: REPORT,
  });
  await source.send('a');
  await until(() => empty(source));
  expect(bodiesOf(source)).toEqual(['a', 'a']);
  expect(await source.receive('Dead')).toEqual(['a']);
});

test('runs no more invocations at a time than MaximumConcurrency says', async () => {
  const held: (() => void)[] = [];
  const source = await eventSource('', {
    mapping: { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } },
    queue: { VisibilityTimeout: 60 },
    faults: { lambda: () => new Promise((resolve) => held.push(() => resolve(undefined))) },
  });

  await source.send('a', 'b', 'c');
  await until(() => held.length === 2);
  expect(await source.depth()).toEqual({ visible: 1, inFlight: 2 });

  held.shift()?.();
  await until(() => held.length === 2);
  for (const release of held) release();
  await until(() => empty(source));
  expect(bodiesOf(source).sort()).toEqual(['a', 'b', 'c']);
});

test('tries a throttled invocation again, without a receive', async () => {
  let throttles = 2;
  const source = await eventSource('', {
    queue: { VisibilityTimeout: 10 },
    faults: {
      lambda() {
        if (throttles-- > 0) throw tooManyRequests();
        return undefined;
      },
    },
  });
  await source.send('a');
  await until(() => empty(source));
  expect(source.events.map(({ Records }) => Records[0]?.attributes.ApproximateReceiveCount)).toEqual(['1']);
});

test('polls again after SQS has failed', async () => {
  let failures = 2;
  const source = await eventSource('', {
    faults: {
      messaging({ operation }) {
        if (operation === 'ReceiveMessage' && failures-- > 0) throw new Error('busy');
        return undefined;
      },
    },
  });
  await source.send('a');
  await until(() => empty(source));
  expect(bodiesOf(source)).toEqual(['a']);
  expect(source.lines).toContainEqual(expect.stringContaining('cannot receive: Error: busy'));
});

test('does not poll where it is not enabled', async () => {
  const source = await eventSource('', { mapping: { Enabled: false } });
  await source.send('a');
  expect(await source.receive()).toEqual(['a']);
});

describe('the end of the embedded cloud', () => {
  test('waits for no parked poll', async () => {
    const source = await eventSource('');
    const endsAt = performance.now() + 5_000;
    await source.cloud.close();
    expect(performance.now()).toBeLessThan(endsAt);
  });

  test('waits for no function', async () => {
    const source = await eventSource('await new Promise((resolve) => setTimeout(resolve, 60_000));', {
      function: { Timeout: 60 },
      queue: { VisibilityTimeout: 60 },
    });
    await source.send('a');
    await until(() => source.events.length === 1);
    const endsAt = performance.now() + 5_000;
    await source.cloud.close();
    expect(performance.now()).toBeLessThan(endsAt);
    expect(source.lines).toEqual([]);
  });
});
