import { ListTopicsCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { AwsError } from '../../../local/http/aws-json.ts';
import type { MessagingRequest } from '../../../local/sns-sqs/sns-sqs.ts';
import { bodies, FAN_OUT, start } from './messaging.ts';

const trace = 'Root=1-aaaaaaaa-bbbbbbbbbbbbbbbbbbbbbbbb;Sampled=0';

describe('beforeRequest', () => {
  test('sees each request, and may hold it', async () => {
    const seen: MessagingRequest[] = [];
    const open = Promise.withResolvers<undefined>();
    const { publish, receive } = await start(FAN_OUT, {
      beforeRequest(request) {
        seen.push(request);
        return request.service === 'sns' ? open.promise : undefined;
      },
    });
    const held = publish('hello');
    expect(await receive('Queue')).toEqual([]);
    open.resolve(undefined);
    await held;
    expect(bodies(await receive('Queue'))).toEqual(['hello']);
    const asked = seen.map(({ service, operation }) => `${service} ${operation}`).sort();
    expect(asked).toEqual(['sns Publish', 'sqs ReceiveMessage', 'sqs ReceiveMessage']);
    expect(seen.find(({ service }) => service === 'sns')?.parameters).toMatchObject({ Message: 'hello' });
  });

  test.each([
    [new AwsError('RequestThrottled', 'Request is throttled.', 403), 403],
    [new AwsError('ServiceUnavailable', 'busy', 503), 503],
  ])('refuses a request with %s, in the protocol of the service', async (error, httpStatusCode) => {
    const { sqs, publish, ref } = await start(FAN_OUT, {
      beforeRequest() {
        throw error;
      },
    });
    const refusal = { name: error.code, message: error.message, $metadata: { httpStatusCode } };
    await expect(publish('x')).rejects.toMatchObject(refusal);
    const send = new SendMessageCommand({ QueueUrl: ref('Queue'), MessageBody: 'x' });
    await expect(sqs.send(send)).rejects.toMatchObject(refusal);
  });

  test('may lose the answer: the client tries again, and the message is there twice', async () => {
    let losses = 1;
    const { endpoint, receive, ref } = await start(FAN_OUT, {
      beforeRequest: ({ operation }) => (operation === 'Publish' && losses-- > 0 ? { loseResponse: true } : undefined),
    });
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const patient = new SNSClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 2 });
    await patient.send(new PublishCommand({ TopicArn: ref('Topic'), Message: 'hello' }));
    patient.destroy();
    expect(bodies(await receive('Queue'))).toEqual(['hello', 'hello']);
  });
});

describe('execute', () => {
  test('publishes and sends without HTTP', async () => {
    const seen: unknown[] = [];
    const { messaging, receive, ref } = await start(FAN_OUT, {
      beforeRequest({ traceRoot }) {
        seen.push(traceRoot);
        return undefined;
      },
    });
    const tenant = { DataType: 'String', StringValue: 'blue' };
    const request = { TopicArn: ref('Topic'), Message: 'one', MessageAttributes: { tenant } };
    const published = await messaging.execute('sns', 'Publish', request, { traceId: trace });
    const sent = await messaging.execute('sqs', 'SendMessage', { QueueUrl: ref('Queue'), MessageBody: 'two' });
    expect([published, sent]).toEqual([
      { MessageId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      expect.objectContaining({ MessageId: expect.any(String) }),
    ]);
    expect(seen).toEqual(['1-aaaaaaaa-bbbbbbbbbbbbbbbbbbbbbbbb', undefined]);
    expect(await receive('Queue')).toMatchObject([{ Body: 'one', MessageAttributes: { tenant } }, { Body: 'two' }]);
  });

  test.each([
    ['sqs', 'SendMessage', { QueueUrl: 'q', MessageBody: 'x' }, 'QueueDoesNotExist'],
    ['sns', 'Publish', { TopicArn: 'arn', Message: 'x' }, 'NotFound'],
    ['sns', 'PublishBatch', {}, 'InvalidAction'],
  ] as const)('fails as %s %s does', async (service, operation, parameters, name) => {
    const { messaging } = await start(FAN_OUT);
    await expect(messaging.execute(service, operation, parameters)).rejects.toMatchObject({ name });
  });
});

test('closing ends what waits in a long poll', async () => {
  const { messaging, receive, ref, sns } = await start(FAN_OUT);
  const parked = messaging.execute('sqs', 'ReceiveMessage', { QueueUrl: ref('Queue'), WaitTimeSeconds: 20 });
  await receive('Queue');
  await sns.send(new ListTopicsCommand({}));
  await messaging.sqs.close?.();
  expect(await parked).toEqual({});
});
