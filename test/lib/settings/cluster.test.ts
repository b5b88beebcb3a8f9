import { describe, expect, test } from '@jest/globals';
import { ConfigurationError } from '../../../lib/configuration-error.ts';
import { readSettings } from '../../../lib/settings.ts';

describe('the settings of the cluster', () => {
  test.each([
    ['consumer', 'lambda', 'lambda'],
    ['podNetwork', 'secondaryCidr', 'secondaryCidr'],
    ['podNetwork', 'ipv6', 'ipv6'],
    ['vpcCidr', '10.8.0.0/16', '10.8.0.0/16'],
    ['natGateways', '2', 2],
    ['identityType', 'podIdentity', 'podIdentity'],
    ['nodeArchitecture', 'arm64', 'arm64'],
    ['containerInsights', 'true', true],
    ['endpointPublicAccessCidrs', '203.0.113.0/24, 198.51.100.7/32', ['203.0.113.0/24', '198.51.100.7/32']],
    ['endpointPublicAccessCidrs', '["203.0.113.0/24"]', ['203.0.113.0/24']],
    ['endpointPublicAccessCidrs', ['203.0.113.0/24'], ['203.0.113.0/24']],
    ['endpointPublicAccessCidrs', '', []],
    ['clusterAdmins', 'arn:aws:iam::123456789012:role/Ops', ['arn:aws:iam::123456789012:role/Ops']],
  ])('take %s as %j', (name, given, read) => {
    expect(readSettings({ [name]: given })).toMatchObject({ [name]: read });
  });

  test.each([
    [
      'podNetwork',
      'weave',
      'the setting podNetwork is "weave", but has to be one of prefix, secondaryCidr, ipv6: correct it in cdk.json, or where you type -c podNetwork=…',
    ],
    ['consumer', 'ecs', /is "ecs", but has to be one of eks, lambda: correct/],
    ['kubernetesVersion', 1.36, /is the number 1.36, but has to be a Kubernetes version such as 1.36, as text/],
    ['kubernetesVersion', 'latest', /is "latest", but has to be a Kubernetes version/],
    ['vpcCidr', '10.0.0.0', /is "10.0.0.0", but has to be a CIDR block such as 10.0.0.0\/16/],
    ['natGateways', 0, /has to be a whole number from 1 to 2/],
    ['natGateways', 3, /has to be a whole number from 1 to 2/],
    ['identityType', 'kiam', /has to be one of irsa, podIdentity/],
    ['nodeArchitecture', 'x86', /has to be one of amd64, arm64/],
    ['containerInsights', 'yes', /has to be true or false/],
    ['endpointPublicAccessCidrs', 'everywhere', /is "everywhere", but has to be a list, each of which is a CIDR block/],
    ['endpointPublicAccessCidrs', [42], /is a list of 1, but has to be a list, each of which/],
    [
      'clusterAdmins',
      'Ops',
      /is "Ops", but has to be a list, each of which is the ARN of an IAM role or user, such as/,
    ],
  ])('refuse %s %j and say what is allowed', (name, given, message) => {
    expect(() => readSettings({ [name]: given })).toThrow(message);
    expect(() => readSettings({ 'fanout-saga': { [name]: given } })).toThrow(ConfigurationError);
  });
});

describe('the setting existingCluster', () => {
  const whole = {
    clusterName: 'shared',
    openIdConnectProviderArn: 'arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC',
    vpcId: 'vpc-0123456789abcdef0',
    privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    clusterSecurityGroupId: 'sg-0123456789abcdef0',
    kedaOperatorRoleArn: 'arn:aws:iam::123456789012:role/keda',
    ipFamily: 'ipv6',
  };

  test('is not set: the stack makes a cluster', () => {
    expect(readSettings({})).not.toHaveProperty('existingCluster');
  });

  test('takes a name alone, and everything about a cluster, as an object and as JSON', () => {
    expect(readSettings({ existingCluster: { clusterName: 'shared' } }).existingCluster).toEqual({
      clusterName: 'shared',
    });
    expect(readSettings({ existingCluster: JSON.stringify(whole) }).existingCluster).toEqual(whole);
  });

  test.each([
    ['shared', /is "shared", but has to be an object such as \{ "clusterName": "shared"/],
    [{}, /the setting existingCluster.clusterName is nothing, but has to be the name of an EKS cluster/],
    [
      { clusterName: 'a b' },
      /existingCluster.clusterName is "a b", but has to be the name of an EKS cluster, 1 to 100/,
    ],
    [
      { name: 'shared' },
      /there is no setting "existingCluster.name", only clusterName, openIdConnectProviderArn, vpcId/,
    ],
    [{ ...whole, vpcId: 'shared-vpc' }, /existingCluster.vpcId is "shared-vpc", but has to be an id such as vpc-/],
    [
      { ...whole, privateSubnetIds: ['vpc-01234567'] },
      /privateSubnetIds is a list of 1, but has to be a list, each of/,
    ],
    [{ ...whole, ipFamily: 'dual' }, /ipFamily is "dual", but has to be one of ipv4, ipv6/],
  ])('refuses %j and says what is allowed', (existingCluster, message) => {
    expect(() => readSettings({ existingCluster })).toThrow(message);
    expect(() => readSettings({ 'fanout-saga': { existingCluster } })).toThrow(ConfigurationError);
  });
});
