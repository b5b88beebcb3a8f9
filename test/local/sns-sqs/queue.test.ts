import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { bodies, FAN_OUT, getAtt, queue, start } from './messaging.ts';

const Queue = queue({ VisibilityTimeout: 60, ReceiveMessageWaitTimeSeconds: 0 });

describe('the URL of a queue', () => {
  test('is at the endpoint, wherever it is asked for', async () => {
    const { sqs, ref, endpoint } = await start({ Queue: queue({ QueueName: 'saga' }) });
    const url = `${endpoint}/000000000000/saga`;
    expect(ref('Queue')).toBe(url);
    expect((await sqs.send(new GetQueueUrlCommand({ QueueName: 'saga' }))).QueueUrl).toBe(url);
    expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toEqual([url]);
  });

  test('is where an SDK without an endpoint of its own sends the requests for it', async () => {
    const { ref } = await start({ Queue });
    const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const elsewhere = new SQSClient({ region: 'eu-west-1', credentials, logger: quiet });
    const sent = await elsewhere.send(new SendMessageCommand({ QueueUrl: ref('Queue'), MessageBody: 'hello' }));
    expect(sent.MessageId).toMatch(/^[0-9a-f-]{36}$/);
    elsewhere.destroy();
  });
});

describe('a message', () => {
  test('is hidden once received, comes back when it is released, and is gone when deleted', async () => {
    const { sqs, ref, receive } = await start({ Queue });
    const QueueUrl = ref('Queue');
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
    const [first] = await receive('Queue');
    expect(await receive('Queue')).toEqual([]);
    const ReceiptHandle = first?.ReceiptHandle;
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    const [second] = await receive('Queue');
    expect(second?.Attributes).toMatchObject({ ApproximateReceiveCount: '2' });
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: second?.ReceiptHandle }));
    const AttributeNames = ['ApproximateNumberOfMessages' as const, 'ApproximateNumberOfMessagesNotVisible' as const];
    expect((await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).Attributes).toEqual({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
    });
  });

  test('may have any character', async () => {
    const { sqs, ref, receive } = await start({ Queue });
    const QueueUrl = ref('Queue');
    // The SDK compares the digests of what was sent and received.
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'é😀𝒳' }));
    const Entries = [
      { Id: 'a', MessageBody: '😀' },
      { Id: 'b', MessageBody: 'plain' },
    ];
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(bodies(await receive('Queue'))).toEqual(['é😀𝒳', '😀', 'plain']);
  });

  test('that was received too often goes to the dead-letter queue', async () => {
    const { sqs, ref, receive } = await start({
      Queue: queue({ RedrivePolicy: { deadLetterTargetArn: getAtt('Dead', 'Arn'), maxReceiveCount: 2 } }),
      Dead: queue(),
    });
    await sqs.send(new SendMessageCommand({ QueueUrl: ref('Queue'), MessageBody: 'poison' }));
    const now = { VisibilityTimeout: 0 };
    expect(bodies(await receive('Queue', now))).toEqual(['poison']);
    expect(bodies(await receive('Queue', now))).toEqual(['poison']);
    expect(await receive('Queue', now)).toEqual([]);
    expect(bodies(await receive('Dead'))).toEqual(['poison']);
  });
});

describe('ReceiveMessage', () => {
  test('gives the attributes that are asked for, and no others', async () => {
    const { sqs, ref, receive } = await start({ Queue });
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    const MessageAttributes = { tenant: text('blue'), 'app.name': text('x'), 'app.version': text('1') };
    await sqs.send(new SendMessageCommand({ QueueUrl: ref('Queue'), MessageBody: 'hello', MessageAttributes }));
    const namesOf = async (MessageAttributeNames?: string[]) => {
      const [message] = await receive('Queue', { MessageAttributeNames, VisibilityTimeout: 0 });
      return Object.keys(message?.MessageAttributes ?? {});
    };
    expect(await namesOf()).toEqual([]);
    expect(await namesOf(['tenant', 'nothing'])).toEqual(['tenant']);
    expect(await namesOf(['app.*'])).toEqual(['app.name', 'app.version']);
    expect(await namesOf(['All'])).toHaveLength(3);
  });

  test('waits for a message in a long poll, and no longer', async () => {
    const { publish, receive } = await start(FAN_OUT);
    const began = performance.now();
    const parked = receive('Queue', { WaitTimeSeconds: 20 });
    await receive('Queue');
    await publish('hello');
    expect(bodies(await parked)).toEqual(['hello']);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test('gives back what it took for a client that went away', async () => {
    const { sqs, ref, publish, receive } = await start(FAN_OUT);
    const gone = new AbortController();
    const parked = sqs.send(new ReceiveMessageCommand({ QueueUrl: ref('Queue'), WaitTimeSeconds: 20 }), {
      abortSignal: gone.signal,
    });
    await receive('Queue');
    gone.abort();
    await expect(parked).rejects.toThrow();
    // The server hears of it with this request at the latest.
    await receive('Queue');
    await publish('hello');
    expect(bodies(await receive('Queue', { WaitTimeSeconds: 5 }))).toEqual(['hello']);
  });
});

describe('GetQueueAttributes', () => {
  test('gives what the template says, where it is asked for', async () => {
    const { sqs, ref } = await start({
      Queue: queue({ QueueName: 'q', MessageRetentionPeriod: 1_209_600, VisibilityTimeout: 7 }),
    });
    const QueueUrl = ref('Queue');
    expect((await sqs.send(new GetQueueAttributesCommand({ QueueUrl }))).Attributes).toEqual({});
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect(Attributes).toMatchObject({
      QueueArn: 'arn:aws:sqs:us-east-1:000000000000:q',
      MessageRetentionPeriod: '1209600',
      VisibilityTimeout: '7',
    });
  });
});

describe('an error', () => {
  test('has the code of both protocols', async () => {
    const { sqs, endpoint } = await start({});
    const QueueUrl = `${endpoint}/000000000000/nobody`;
    await expect(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      Code: 'AWS.SimpleQueueService.NonExistentQueue',
      message: 'The specified queue does not exist.',
    });
  });

  test.each([
    [
      'an operation',
      (sqs: SQSClient) => sqs.send(new StartMessageMoveTaskCommand({ SourceArn: 'arn' })),
      'does not know the operation "StartMessageMoveTask"',
    ],
    [
      'a parameter',
      (sqs: SQSClient) => sqs.send(new ReceiveMessageCommand({ QueueUrl: 'q', ReceiveRequestAttemptId: '1' })),
      'does not honour ReceiveRequestAttemptId of ReceiveMessage',
    ],
    [
      'an attribute',
      (sqs: SQSClient) =>
        sqs.send(new CreateQueueCommand({ QueueName: 'q', Attributes: { Colour: 'blue' } as object })),
      'does not honour the attribute Colour',
    ],
  ])('names %s that is not honoured', async (_, send, message) => {
    const { sqs } = await start({});
    await expect(send(sqs)).rejects.toThrow(message);
  });

  test('says that the older protocol is not spoken', async () => {
    const { endpoint } = await start({});
    const authorization =
      'AWS4-HMAC-SHA256 Credential=K/20261121/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0';
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams({ Action: 'ListQueues' }),
    });
    expect(await answer.text()).toContain('the embedded SQS speaks AWS JSON');
  });
});

test('the dead-letter queue of a queue has to exist', async () => {
  const { sqs, ref } = await start({ Queue });
  const RedrivePolicy = '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:nobody","maxReceiveCount":3}';
  const set = new SetQueueAttributesCommand({ QueueUrl: ref('Queue'), Attributes: { RedrivePolicy } });
  await expect(sqs.send(set)).rejects.toThrow(
    `Value ${RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.`,
  );
});

test('a batch of receipts is deleted', async () => {
  const { sqs, publish, receive, ref } = await start(FAN_OUT);
  await Promise.all(['1', '2', '3'].map((message) => publish(message)));
  const Entries = (await receive('Queue', { VisibilityTimeout: 0 })).map(({ ReceiptHandle }, at) => ({
    Id: `${at}`,
    ReceiptHandle,
  }));
  const { Successful } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: ref('Queue'), Entries }));
  expect(Successful).toHaveLength(3);
});
