import { describe, expect, test } from '@jest/globals';
import { readAssembly } from '../../../local/cloudformation/assembly.ts';
import { TABLE, templateOf } from './parameter-template.ts';
import { temporaryDirectory, writeAssembly, writeFiles } from './write-assembly.ts';

const read = (content: Parameters<typeof writeAssembly>[0]) => readAssembly(writeAssembly(content));
const valueIn = (content: Parameters<typeof writeAssembly>[0], stack: string) =>
  read(content)
    .resources('AWS::SSM::Parameter')
    .find((it) => it.stack === stack)?.properties.Value;

describe('an assembly', () => {
  test('gives the resources of a type, with their physical ids, attributes and properties', () => {
    const [table, ...others] = read({ stacks: { Saga: { Resources: { Table: TABLE } } } }).resources(
      'AWS::DynamoDB::Table',
    );
    expect(others).toEqual([]);
    expect(table).toMatchObject({
      stack: 'Saga',
      logicalId: 'Table',
      type: 'AWS::DynamoDB::Table',
      physicalId: 'Orders',
      attributes: { Arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/Orders' },
      properties: { TableName: 'Orders' },
    });
  });

  test('finds the stacks of its stages', () => {
    const stages = { 'assembly-Prod': { stacks: { 'Prod-Saga': { Resources: { Table: TABLE } } } } };
    const assembly = read({ stacks: { Saga: { Resources: {} } }, stages });
    expect(assembly.stacks).toEqual(['Saga', 'Prod-Saga']);
    expect(assembly.resources('AWS::DynamoDB::Table').map(({ stack }) => stack)).toEqual(['Prod-Saga']);
  });

  test('resolves what one stack exports and another imports, whichever comes first', () => {
    const Consumer = templateOf({ 'Fn::ImportValue': 'Saga:TableName' });
    const Outputs = {
      Out: { Value: { Ref: 'Table' }, Export: { Name: { 'Fn::Sub': `\${AWS::StackName}:TableName` } } },
    };
    expect(valueIn({ stacks: { Consumer, Saga: { Resources: { Table: TABLE }, Outputs } } }, 'Consumer')).toBe(
      'Orders',
    );
  });

  test('resolves the output of another stack', () => {
    const Consumer = templateOf({ 'Fn::GetStackOutput': { StackName: 'Saga', OutputName: 'Out' } });
    const Saga = { Resources: { Table: TABLE }, Outputs: { Out: { Value: { Ref: 'Table' } } } };
    expect(valueIn({ stacks: { Consumer, Saga } }, 'Consumer')).toBe('Orders');
  });

  test('refuses to import what no stack exports', () => {
    expect(() => valueIn({ stacks: { Consumer: templateOf({ 'Fn::ImportValue': 'Nothing' }) } }, 'Consumer')).toThrow(
      'stack Consumer, resource P (AWS::SSM::Parameter): no stack of the assembly exports "Nothing"',
    );
  });

  test('refuses a resource type that it does not know, when it is read', () => {
    expect(() => read({ stacks: { Saga: { Resources: { Box: { Type: 'AWS::S3::Bucket' } } } } })).toThrow(
      'stack Saga, resource Box (AWS::S3::Bucket): the embedded cloud does not know this resource type: leave the stack out, or add the type',
    );
  });

  test('refuses a macro', () => {
    expect(() => read({ stacks: { Saga: { Transform: 'AWS::Serverless-2016-10-31' } } })).toThrow(
      'stack Saga: Transform AWS::Serverless-2016-10-31 is not known here',
    );
  });

  test('refuses two stacks of one name', () => {
    const stacks = { Saga: { Resources: {} } };
    expect(() => read({ stacks, stages: { stage: { stacks } } })).toThrow('the assembly has two stacks of this name');
  });

  test('refuses a directory that is none', () => {
    const directory = temporaryDirectory();
    expect(() => readAssembly(directory)).toThrow(
      /cannot read .*manifest\.json.*: pass the directory of a cloud assembly/,
    );
    expect(() => readAssembly(writeFiles({ 'manifest.json': '[]' }))).toThrow('holds a list of 0');
  });
});

describe('an asset', () => {
  const template = {
    Resources: {
      Fn: { Type: 'AWS::Lambda::Function', Properties: { Code: { S3Bucket: 'assets', S3Key: 'abc.zip' } } },
    },
  };
  const codeOf = (content: Parameters<typeof writeAssembly>[0]) => {
    const [fn] = read({ stacks: { Saga: template }, ...content }).resources('AWS::Lambda::Function');
    return fn?.assetPath('abc.zip');
  };

  test('is the directory that was zipped under the key', () => {
    expect(codeOf({ assets: { 'abc.zip': 'asset.abc' } })).toMatch(/^\/.*\/asset\.abc$/);
  });

  test('is refused when the assembly does not have it, or has only a file', () => {
    const at = 'stack Saga, resource Fn (AWS::Lambda::Function): ';
    expect(() => codeOf({})).toThrow(`${at}no asset of the assembly has the object key "abc.zip"`);
    expect(() => codeOf({ assets: { 'abc.zip': 'a.jar' }, packaging: 'file' })).toThrow('is packed as file');
  });
});

test('an assembly says what its images are built from, by their tags', () => {
  const directory = writeAssembly({
    images: { abc: { directory: 'asset.abc', dockerFile: 'app/Dockerfile' } },
    stacks: { Saga: { Resources: {} } },
  });
  expect(readAssembly(directory).images.get('abc')).toEqual({
    directory: `${directory}/asset.abc`,
    dockerFile: 'app/Dockerfile',
  });
});
