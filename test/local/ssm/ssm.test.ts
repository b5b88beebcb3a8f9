import {
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  paginateGetParametersByPath,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { describe, expect, test } from '@jest/globals';
import { readAssembly } from '../../../local/cloudformation/assembly.ts';
import { createSsm } from '../../../local/ssm/ssm.ts';
import { TABLE } from '../cloudformation/parameter-template.ts';
import { writeAssembly } from '../cloudformation/write-assembly.ts';
import { clientOf, listenForTest } from '../http/client.ts';

const parameter = (Name: string, Value: unknown) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name, Type: 'String', Value },
});

async function clientWith(parameters: Record<string, unknown>): Promise<SSMClient> {
  const named = Object.entries(parameters).map(([name, value], at) => [`P${at}`, parameter(name, value)]);
  const Resources = { Table: TABLE, ...Object.fromEntries(named) };
  const assembly = readAssembly(writeAssembly({ stacks: { Saga: { Resources } } }));
  return new SSMClient(clientOf(await listenForTest({ services: [createSsm({ assembly })] })));
}

describe('GetParameter', () => {
  test.each(['/dev/table', '/dev/table:1', 'arn:aws:ssm:us-east-1:000000000000:parameter/dev/table'])(
    'finds %s',
    async (Name) => {
      const client = await clientWith({ '/dev/table': { Ref: 'Table' } });
      const { Parameter } = await client.send(new GetParameterCommand({ Name }));
      expect(Parameter).toEqual({
        Name: '/dev/table',
        Type: 'String',
        Value: 'Orders',
        Version: 1,
        LastModifiedDate: expect.any(Date),
        ARN: 'arn:aws:ssm:us-east-1:000000000000:parameter/dev/table',
        DataType: 'text',
      });
    },
  );

  test.each([
    ['/nobody', 'ParameterNotFound', 'Parameter /nobody not found.'],
    [
      '/dev/table:7',
      'ParameterVersionNotFound',
      'Systems Manager could not find version 7 of /dev/table. Verify the version and try again.',
    ],
  ])('refuses %s with %s', async (Name, name, message) => {
    const client = await clientWith({ '/dev/table': 'Orders' });
    await expect(client.send(new GetParameterCommand({ Name }))).rejects.toMatchObject({ name, message });
  });
});

describe('GetParameters', () => {
  test('tells those that it found from those that it did not', async () => {
    const client = await clientWith({ '/a': '1', '/b': '2' });
    const answer = await client.send(new GetParametersCommand({ Names: ['/b', '/c', '/a', '/b'] }));
    expect(answer.Parameters?.map(({ Value }) => Value)).toEqual(['2', '1']);
    expect(answer.InvalidParameters).toEqual(['/c']);
  });

  test('takes at most ten names', async () => {
    const client = await clientWith({});
    const Names = Array.from({ length: 11 }, (_, at) => `/${at}`);
    await expect(client.send(new GetParametersCommand({ Names }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

describe('GetParametersByPath', () => {
  const all = { '/dev/a': '1', '/dev/b': '2', '/dev/deep/c': '3', '/development': '4', '/prod/a': '5' };
  const byPath = async (request: ConstructorParameters<typeof GetParametersByPathCommand>[0]) => {
    const { Parameters } = await (await clientWith(all)).send(new GetParametersByPathCommand(request));
    return Parameters?.map(({ Name }) => Name);
  };

  test('gives one level, or all below', async () => {
    expect(await byPath({ Path: '/dev' })).toEqual(['/dev/a', '/dev/b']);
    expect(await byPath({ Path: '/dev/', Recursive: true })).toEqual(['/dev/a', '/dev/b', '/dev/deep/c']);
    expect(await byPath({ Path: '/', Recursive: true })).toHaveLength(5);
    expect(await byPath({ Path: '/nobody' })).toEqual([]);
  });

  test('gives all pages', async () => {
    const many = Object.fromEntries(Array.from({ length: 23 }, (_, at) => [`/many/${100 + at}`, String(at)]));
    const pages: number[] = [];
    for await (const { Parameters } of paginateGetParametersByPath(
      { client: await clientWith(many) },
      { Path: '/many' },
    )) {
      pages.push(Parameters?.length ?? 0);
    }
    expect(pages).toEqual([10, 10, 3]);
  });

  test.each([
    [{ Path: 'dev' }, 'ValidationException'],
    [{ Path: '/dev', MaxResults: 11 }, 'ValidationException'],
    [{ Path: '/dev', NextToken: 'none' }, 'InvalidNextToken'],
    [{ Path: '/dev', ParameterFilters: [{ Key: 'Type', Values: ['String'] }] }, 'ValidationException'],
  ])('refuses %j with %s', async (request, name) => {
    await expect(byPath(request)).rejects.toMatchObject({ name });
  });
});

test('an operation that is not known is refused by name', async () => {
  const client = await clientWith({});
  const { DescribeParametersCommand } = await import('@aws-sdk/client-ssm');
  await expect(client.send(new DescribeParametersCommand({}))).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message:
      'the embedded ssm does not know the operation "DescribeParameters": it knows GetParameter, GetParameters, GetParametersByPath',
  });
});

test('two parameters of one name are refused', () => {
  const Resources = { One: parameter('/a', '1'), Two: parameter('/a', '2') };
  const assembly = readAssembly(writeAssembly({ stacks: { Saga: { Resources } } }));
  expect(() => createSsm({ assembly })).toThrow(
    'resource Two (AWS::SSM::Parameter): another resource has the name /a already',
  );
});
