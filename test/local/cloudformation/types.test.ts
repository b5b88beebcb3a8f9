import { describe, expect, test } from '@jest/globals';
import { readAssembly } from '../../../local/cloudformation/assembly.ts';
import { RESOURCE_TYPES } from '../../../local/cloudformation/types/index.ts';
import { writeAssembly } from './write-assembly.ts';

function resource(Type: string, Properties: object = {}, stack = 'Saga', others: object = {}) {
  const template = { Resources: { It: { Type, Properties }, ...others } };
  const [found] = readAssembly(writeAssembly({ stacks: { [stack]: template } })).resources(Type);
  return found;
}

describe('a physical id', () => {
  test('is the name that the template gives', () => {
    expect(resource('AWS::Lambda::Function', { FunctionName: 'Run' })?.physicalId).toBe('Run');
  });

  test('is otherwise made of stack and logical id, the same in every run, another in another stack', () => {
    const id = resource('AWS::DynamoDB::Table')?.physicalId;
    expect(id).toMatch(/^Saga-It-[0-9A-F]{12}$/);
    expect(resource('AWS::DynamoDB::Table')?.physicalId).toBe(id);
    expect(resource('AWS::DynamoDB::Table', {}, 'Other')?.physicalId).not.toBe(id);
  });

  test('is no longer than the service allows', () => {
    const stack = 'S'.repeat(100);
    expect(resource('AWS::Lambda::Function', {}, stack)?.physicalId).toHaveLength(64);
  });
});

describe('attributes', () => {
  const states = 'arn:aws:states:us-east-1:000000000000:stateMachine';
  const lambda = 'arn:aws:lambda:us-east-1:000000000000:function';

  test.each([
    ['AWS::Lambda::Function', { FunctionName: 'Run' }, 'Run', { Arn: `${lambda}:Run` }],
    [
      'AWS::Lambda::Version',
      { FunctionName: 'Run' },
      `${lambda}:Run:1`,
      { FunctionArn: `${lambda}:Run:1`, Version: '1' },
    ],
    [
      'AWS::StepFunctions::StateMachine',
      { StateMachineName: 'Saga' },
      `${states}:Saga`,
      { Arn: `${states}:Saga`, Name: 'Saga', StateMachineRevisionId: 'INITIAL' },
    ],
    [
      'AWS::StepFunctions::StateMachineVersion',
      { StateMachineArn: `${states}:Saga` },
      `${states}:Saga:1`,
      { Arn: `${states}:Saga:1` },
    ],
    [
      'AWS::StepFunctions::StateMachineAlias',
      { Name: 'live', RoutingConfiguration: [{ StateMachineVersionArn: `${states}:Saga:1`, Weight: 100 }] },
      `${states}:Saga:live`,
      { Arn: `${states}:Saga:live` },
    ],
    ['AWS::Events::Rule', { Name: 'R' }, 'R', { Arn: 'arn:aws:events:us-east-1:000000000000:rule/R' }],
    ['AWS::SSM::Parameter', { Name: '/p', Type: 'String', Value: 'v' }, '/p', { Type: 'String', Value: 'v' }],
    [
      'AWS::Logs::LogGroup',
      { LogGroupName: '/g' },
      '/g',
      { Arn: 'arn:aws:logs:us-east-1:000000000000:log-group:/g:*' },
    ],
  ])('of %s are those of AWS', (type, properties, physicalId, attributes) => {
    expect(resource(type, properties)).toMatchObject({ physicalId, attributes });
  });

  test('of a role have no region', () => {
    expect(resource('AWS::IAM::Role', { RoleName: 'R', Path: '/saga/' })?.attributes.Arn).toBe(
      'arn:aws:iam::000000000000:role/saga/R',
    );
  });

  test('of a key are one key', () => {
    const { physicalId, attributes } = resource('AWS::KMS::Key') ?? {};
    expect(attributes).toEqual({ Arn: `arn:aws:kms:us-east-1:000000000000:key/${physicalId}`, KeyId: physicalId });
  });
});

const INERT = [...RESOURCE_TYPES].filter(([, { inert }]) => inert !== undefined);

test.each(INERT)('%s is inert for a reason', (_, { inert }) => {
  expect(inert).toMatch(/\w+ \w+ \w+/);
});

describe('a cluster', () => {
  const Cluster = { Type: 'AWS::EKS::Cluster', Properties: { Name: 'apps' } };
  const url = { 'Fn::GetAtt': ['Cluster', 'OpenIdConnectIssuerUrl'] };

  test('has an issuer of its own, the same in every run, and a provider that is named after it', () => {
    const provider = () => resource('AWS::IAM::OIDCProvider', { Url: url }, 'Consumer', { Cluster });
    const issuer = String(provider()?.properties.Url);
    expect(issuer).toMatch(/^https:\/\/oidc\.eks\.us-east-1\.amazonaws\.com\/id\/[0-9A-F]{32}$/);
    expect(provider()?.physicalId).toBe(issuer.replace('https://', 'arn:aws:iam::000000000000:oidc-provider/'));
    expect(provider()?.attributes.Arn).toBe(provider()?.physicalId);
    expect(provider()?.properties.Url).toBe(issuer);
  });

  test('has the attributes that a stack asks for', () => {
    expect(resource('AWS::EKS::Cluster', { Name: 'apps' })).toMatchObject({
      physicalId: 'apps',
      attributes: {
        Arn: 'arn:aws:eks:us-east-1:000000000000:cluster/apps',
        ClusterSecurityGroupId: expect.stringMatching(/^sg-[0-9a-f]{17}$/),
        Endpoint: expect.stringMatching(/^https:.*eks\.amazonaws\.com$/),
      },
    });
  });
});

test('a part of the network has an id as EC2 makes them, the same by Ref and by Fn::GetAtt', () => {
  const subnet = resource('AWS::EC2::Subnet', { CidrBlock: '10.0.0.0/20', VpcId: 'vpc-1' });
  expect(subnet?.physicalId).toMatch(/^subnet-[0-9a-f]{17}$/);
  expect(subnet?.attributes).toMatchObject({ SubnetId: subnet?.physicalId, VpcId: 'vpc-1', CidrBlock: '10.0.0.0/20' });
});
