import {
  DeleteFunctionCommand,
  InvokeCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, test } from '@jest/globals';
import { lambdaService } from '../../../local/lambda/api.ts';
import { listenForTest } from '../http/client.ts';
import { functionOf, traceId } from './functions.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:Fn';
const resources = { Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Fn' } } } };

async function served(code = 'export const run = async () => "done";') {
  const lambda = functionOf(code, { resources });
  const { endpoint } = await listenForTest({ services: [lambdaService(lambda)] });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return { lambda, client: new LambdaClient({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 }) };
}

const remove = (client: LambdaClient, Qualifier?: string) =>
  client.send(new DeleteFunctionCommand({ FunctionName: 'Fn', Qualifier }));

async function versionsOf(client: LambdaClient) {
  const { Versions = [] } = await client.send(new ListVersionsByFunctionCommand({ FunctionName: 'Fn' }));
  return Versions.map(({ Version }) => Version);
}

describe('ListVersionsByFunction', () => {
  test('lists $LATEST and the published versions, each with its own ARN', async () => {
    const { client } = await served();
    const { Versions, NextMarker } = await client.send(new ListVersionsByFunctionCommand({ FunctionName: ARN }));
    expect(Versions).toMatchObject([
      { FunctionName: 'Fn', Version: '$LATEST', FunctionArn: `${ARN}:$LATEST`, Handler: 'index.run', Timeout: 3 },
      { FunctionName: 'Fn', Version: '1', FunctionArn: `${ARN}:1` },
    ]);
    expect(NextMarker ?? null).toBeNull();
  });

  test('goes on where a page ended', async () => {
    const { client } = await served();
    const page = (Marker?: string) =>
      client.send(new ListVersionsByFunctionCommand({ FunctionName: 'Fn', MaxItems: 1, Marker }));
    const first = await page();
    const second = await page(first.NextMarker);
    expect([first, second].flatMap(({ Versions = [] }) => Versions.map(({ Version }) => Version))).toEqual([
      '$LATEST',
      '1',
    ]);
    expect(second.NextMarker ?? null).toBeNull();
  });

  test('of a function that is not there is a ResourceNotFoundException', async () => {
    const { client } = await served();
    await expect(client.send(new ListVersionsByFunctionCommand({ FunctionName: 'Nobody' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('DeleteFunction', () => {
  test('deletes a version, which is invoked no more; the function stays', async () => {
    const { client } = await served();
    await remove(client, '1');
    expect(await versionsOf(client)).toEqual(['$LATEST']);
    const invoke = (Qualifier?: string) => client.send(new InvokeCommand({ FunctionName: 'Fn', Qualifier }));
    await expect(invoke('1')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect((await invoke()).Payload?.transformToString()).toBe('"done"');
  });

  test('lets what the version runs come to its end', async () => {
    const { client, lambda } = await served(
      'export const run = (wait) => new Promise((end) => setTimeout(end, wait, "late"));',
    );
    const running = lambda.invoke('Fn:1', 300, { traceId });
    await remove(client, '1');
    expect(await running).toMatchObject({ payload: 'late', executedVersion: '1' });
  });

  test.each([
    [undefined, 'InvalidParameterValueException', /deletes versions only, not the function Fn: give a Qualifier/],
    ['$LATEST', 'InvalidParameterValueException', /^\$LATEST version cannot be deleted/],
    ['2', 'ResourceNotFoundException', /:Fn:2$/],
  ])('of %s is refused', async (qualifier, name, message) => {
    const { client } = await served();
    await expect(remove(client, qualifier)).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
    expect(await versionsOf(client)).toEqual(['$LATEST', '1']);
  });
});
