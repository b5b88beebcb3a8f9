import { describe, expect, test } from '@jest/globals';
import { AwsError } from '../../../../local/http/aws-json.ts';
import type { CallService } from '../../../../local/stepfunctions/tasks/integration.ts';
import { named } from '../support/fake-functions.ts';
import { machineOf, runDefinition } from '../support/run.ts';

const taskOf = (resource: string, Parameters: object) =>
  machineOf({ Call: { Type: 'Task', Resource: `arn:aws:states:::${resource}`, Parameters } });

/** A service that notes what it is asked. */
function noting(answer: (...args: Parameters<CallService>) => unknown = () => ({})) {
  const calls: Parameters<CallService>[] = [];
  const callService: CallService = async (...args) => {
    calls.push(args);
    return answer(...args);
  };
  return { calls, callService };
}

describe('dynamodb', () => {
  test.each([
    ['getItem', 'GetItem'],
    ['putItem', 'PutItem'],
    ['updateItem', 'UpdateItem'],
    ['deleteItem', 'DeleteItem'],
  ])('%s sends %s with its parameters and the execution’s trace', async (resource, action) => {
    const { calls, callService } = noting(() => ({ Attributes: { a: { S: 'b' } } }));
    const parameters = { TableName: 'Orders', Key: { id: { 'S.$': '$.id' } } };

    const { output, events } = await runDefinition(
      taskOf(`dynamodb:${resource}`, parameters),
      { id: '7' },
      { callService },
    );

    expect(calls).toEqual([
      [
        'dynamodb',
        action,
        { TableName: 'Orders', Key: { id: { S: '7' } } },
        { traceId: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Sampled=0$/) },
      ],
    ]);
    expect(output).toMatchObject({
      Attributes: { a: { S: 'b' } },
      SdkHttpMetadata: { HttpStatusCode: 200 },
      SdkResponseMetadata: { RequestId: expect.any(String) },
    });
    expect(events[2]).toMatchObject({
      type: 'TaskScheduled',
      taskScheduledEventDetails: { resourceType: 'dynamodb', resource },
    });
  });

  test.each([
    ['ConditionalCheckFailedException', 'DynamoDB.ConditionalCheckFailedException'],
    ['ProvisionedThroughputExceededException', 'DynamoDB.ProvisionedThroughputExceededException'],
    ['ResourceNotFoundException', 'DynamoDB.ResourceNotFoundException'],
    ['ValidationException', 'DynamoDB.AmazonDynamoDBException'],
    ['TypeError', 'DynamoDB.SdkClientException'],
  ])('that fails with %s fails the Task with %s', async (code, error) => {
    const { callService } = noting(() => {
      throw named(code, 'it said no');
    });

    expect(await runDefinition(taskOf('dynamodb:updateItem', {}), {}, { callService })).toMatchObject({
      error,
      cause: expect.stringContaining('it said no'),
    });
  });

  test('says in the cause what AWS says', async () => {
    const { callService } = noting(() => {
      throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed');
    });

    expect(await runDefinition(taskOf('dynamodb:putItem', {}), {}, { callService })).toMatchObject({
      cause:
        'The conditional request failed (Service: AmazonDynamoDBv2; Status Code: 400; ' +
        'Error Code: ConditionalCheckFailedException; Proxy: null)',
    });
  });
});

describe('messages', () => {
  test.each([
    ['sqs:sendMessage', 'sqs', 'SendMessage', 'MessageBody'],
    ['sns:publish', 'sns', 'Publish', 'Message'],
  ])('%s sends text as it is and anything else as JSON', async (resource, service, action, field) => {
    const { calls, callService } = noting(() => ({ MessageId: 'm' }));
    const send = (message: unknown) =>
      runDefinition(taskOf(resource, { [field]: message, MessageAttributes: {} }), {}, { callService });

    const { output, events } = await send({ a: [1] });
    await send('text');
    await send(5);

    expect(calls.map(([to, what, parameters]) => [to, what, parameters])).toEqual(
      ['{"a":[1]}', 'text', '5'].map((message) => [service, action, { [field]: message, MessageAttributes: {} }]),
    );
    expect(output).toMatchObject({ MessageId: 'm', SdkHttpMetadata: { HttpStatusCode: 200 } });
    // As on AWS, the history has the message as the definition made it.
    expect(events[2]).toMatchObject({
      taskScheduledEventDetails: { parameters: JSON.stringify({ [field]: { a: [1] }, MessageAttributes: {} }) },
    });
  });

  test.each([
    ['sns:publish', 'NotFound', 'SNS.NotFoundException'],
    ['sns:publish', 'InvalidParameter', 'SNS.InvalidParameterException'],
    ['sqs:sendMessage', 'QueueDoesNotExist', 'SQS.QueueDoesNotExistException'],
    ['sqs:sendMessage', 'MissingParameter', 'SQS.AmazonSQSException'],
  ])('%s that fails with %s fails the Task with %s', async (resource, code, error) => {
    const { callService } = noting(() => {
      throw named(code);
    });

    expect(await runDefinition(taskOf(resource, {}), {}, { callService })).toMatchObject({ error });
  });
});
