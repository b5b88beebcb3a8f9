import {
  DeleteFunctionCommand,
  InvokeCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, test } from '@jest/globals';
import type { EmbeddedCloud } from '../../../local/cloud.ts';
import { application, boot, functionOf } from './application.ts';

function lambdaOf({ endpoint }: EmbeddedCloud): LambdaClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new LambdaClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
}

async function call(cloud: EmbeddedCloud, Qualifier?: string, payload: unknown = {}): Promise<unknown> {
  const command = new InvokeCommand({ FunctionName: 'Fn', Qualifier, Payload: JSON.stringify(payload) });
  const { Payload } = await lambdaOf(cloud).send(command);
  return JSON.parse(Payload?.transformToString() ?? '');
}

async function versionsOf(cloud: EmbeddedCloud): Promise<string[]> {
  const { Versions = [] } = await lambdaOf(cloud).send(new ListVersionsByFunctionCommand({ FunctionName: 'Fn' }));
  return Versions.map(({ Version = '', Timeout }) => `${Version}: ${Timeout}`);
}

const notFound = { name: 'ResourceNotFoundException' };
const says = (word: string) => `() => ${JSON.stringify(word)}`;

describe('a function that a deployment changes', () => {
  test('runs the new code as $LATEST and as its next version, and the old code as the version before', async () => {
    const cloud = await boot(functionOf(says('old'), { versions: ['A'] }));
    await cloud.deploy(functionOf(says('new'), { versions: ['B'], properties: { Timeout: 9 } }));
    expect([await call(cloud), await call(cloud, '1'), await call(cloud, '2')]).toEqual(['new', 'old', 'new']);
    expect(await versionsOf(cloud)).toEqual(['$LATEST: 9', '1: 3', '2: 9']);
  });

  test('ends what it runs with the code that began it', async () => {
    const slow = (word: string) =>
      `(wait) => new Promise((end) => { process.stdout.write('begun\\n'); setTimeout(end, wait, ${JSON.stringify(word)}); })`;
    const begun = Promise.withResolvers<string>();
    const cloud = await boot(functionOf(slow('old')), { onLog: (_name, line) => begun.resolve(line) });
    const running = call(cloud, undefined, 300);
    await begun.promise;
    await cloud.deploy(functionOf(slow('new')));
    expect(await call(cloud, undefined, 0)).toBe('new');
    expect(await running).toBe('old');
  });

  test('runs what it had accepted before with the code of then, and nothing else', async () => {
    const accepted = Promise.withResolvers<undefined>();
    const deployed = Promise.withResolvers<undefined>();
    const hold = () => {
      accepted.resolve(undefined);
      return deployed.promise;
    };
    const cloud = await boot(functionOf(says('old')), { faults: { lambda: hold } });
    const held = call(cloud);
    await accepted.promise;
    await cloud.deploy(functionOf(says('new')));
    deployed.resolve(undefined);
    expect(await held).toBe('old');
    expect(await call(cloud)).toBe('new');
  });

  test('leaves a version that the template still has as it is', async () => {
    const cloud = await boot(functionOf(says('old'), { versions: ['A'] }));
    await cloud.deploy(functionOf(says('new'), { versions: ['A'] }));
    expect([await call(cloud), await call(cloud, '1')]).toEqual(['new', 'old']);
    await expect(call(cloud, '2')).rejects.toMatchObject(notFound);
  });

  test('loses the versions that the template has no more, unless they are retained', async () => {
    const cloud = await boot(functionOf(says('old'), { versions: ['A'], policies: {} }));
    await cloud.deploy(functionOf(says('new'), { versions: ['B'], policies: {} }));
    await expect(call(cloud, '1')).rejects.toMatchObject(notFound);
    expect(await call(cloud, '2')).toBe('new');
  });

  test('gives no number twice, not even that of a deleted version', async () => {
    const cloud = await boot(functionOf(says('one'), { versions: ['A'] }));
    await cloud.deploy(functionOf(says('two'), { versions: ['B'] }));
    await lambdaOf(cloud).send(new DeleteFunctionCommand({ FunctionName: 'Fn', Qualifier: '2' }));
    await cloud.deploy(functionOf(says('one'), { versions: ['A'] }));
    expect(await call(cloud, '3')).toBe('one');
    await expect(call(cloud, '2')).rejects.toMatchObject(notFound);
  });

  test('does not publish what was published last, as on AWS', async () => {
    const cloud = await boot(functionOf(says('old'), { versions: ['A'] }));
    const deployment = cloud.deploy(functionOf(says('old'), { versions: ['B'] }));
    await expect(deployment).rejects.toThrow(/^a version for this Lambda function exists \( 1 \)/);
    await expect(call(cloud, '2')).rejects.toMatchObject(notFound);
  });

  test('keeps its reserved concurrency', async () => {
    const cloud = await boot(functionOf(says('old')));
    const deployment = cloud.deploy(functionOf(says('new'), { properties: { ReservedConcurrentExecutions: 1 } }));
    await expect(deployment).rejects.toThrow('the reserved concurrency of Fn changes from none to 1');
    expect(await call(cloud)).toBe('old');
  });
});

test('a function that a deployment finds as it is keeps its environments', async () => {
  const counts = '((calls) => () => ++calls)(0)';
  const cloud = await boot(functionOf(counts));
  expect(await call(cloud)).toBe(1);
  await cloud.deploy(functionOf(counts));
  expect(await call(cloud)).toBe(2);
});

test('a function that a deployment adds is there, and one that it takes away is not, nor are its versions', async () => {
  const cloud = await boot(application({}));
  await cloud.deploy(functionOf(says('new'), { versions: ['A'] }));
  expect(await call(cloud, '1')).toBe('new');
  await cloud.deploy(application({}));
  await expect(call(cloud)).rejects.toMatchObject(notFound);
  await expect(call(cloud, '1')).rejects.toMatchObject(notFound);
});
