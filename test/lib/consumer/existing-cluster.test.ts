import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { IpFamily } from 'aws-cdk-lib/aws-eks-v2';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ConfigurationError } from '../../../lib/configuration-error.ts';
import { ExistingCluster, type ExistingClusterProps } from '../../../lib/consumer/existing-cluster.ts';
import { newStack } from './cluster/new-cluster.ts';

const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
const PRIVATE = {
  vpcId: 'vpc-0123456789abcdef0',
  privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
  clusterSecurityGroupId: 'sg-0123456789abcdef0',
};

function existing(props: Partial<ExistingClusterProps> = {}): ExistingCluster {
  return new ExistingCluster(newStack(), 'Cluster', { clusterName: 'shared', ...props });
}

/** With a manifest, as everything has that comes here. */
function templateOf(props?: Partial<ExistingClusterProps>): Template {
  const { cluster } = existing(props);
  cluster.addManifest('Namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'consumers' } });
  return Template.fromStack(Stack.of(cluster));
}

describe('a cluster that is there already', () => {
  test('gets an access entry for the function that applies manifests, and nothing else of EKS or EC2', () => {
    const template = templateOf(PRIVATE);
    const types = Object.values(template.toJSON().Resources).map((resource) => (resource as { Type: string }).Type);
    expect(types.filter((type) => /^AWS::(EKS|EC2)::/.test(type))).toEqual(['AWS::EKS::AccessEntry']);
    template.hasResourceProperties('AWS::EKS::AccessEntry', {
      ClusterName: 'shared',
      PrincipalArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('KubectlRole'), 'Arn'] },
      AccessPolicies: [
        {
          AccessScope: { Type: 'cluster' },
          PolicyArn: {
            'Fn::Join': ['', Match.arrayWith([':eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy'])],
          },
        },
      ],
    });
  });

  test('is applied to by a function that waits for the entry, and may look up this cluster only', () => {
    const template = templateOf();
    template.hasResource('AWS::Lambda::Function', {
      Properties: { Description: Match.stringLikeRegexp('framework - onEvent') },
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('KubectlAccess')]),
    });
    template.hasResourceProperties('Custom::AWSCDK-EKS-KubernetesResource', {
      ClusterName: 'shared',
      ServiceToken: { 'Fn::GetAtt': [Match.stringLikeRegexp('frameworkonEvent'), 'Arn'] },
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      Roles: [{ Ref: Match.stringLikeRegexp('KubectlRole') }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'eks:DescribeCluster',
            Resource: { 'Fn::Join': ['', Match.arrayWith([':cluster/shared'])] },
          },
        ],
      },
    });
  });

  test('is reached from its private subnets, where its endpoint is private', () => {
    templateOf(PRIVATE).allResourcesProperties('AWS::Lambda::Function', {
      VpcConfig: { SubnetIds: PRIVATE.privateSubnetIds, SecurityGroupIds: [PRIVATE.clusterSecurityGroupId] },
    });
    expect(JSON.stringify(templateOf(PRIVATE).toJSON())).not.toContain('zone-');
  });

  test('is reached over the internet, where nothing is said of its network', () => {
    const template = templateOf();
    template.allResourcesProperties('AWS::Lambda::Function', { VpcConfig: Match.absent() });
    template.hasResourceProperties('AWS::IAM::Role', {
      Description: 'Applies manifests and charts to the cluster',
      ManagedPolicyArns: [
        { 'Fn::Join': ['', Match.arrayWith([':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'])] },
      ],
    });
  });

  test('keeps the logs of the functions as long as asked', () => {
    templateOf({ logRetention: RetentionDays.ONE_WEEK }).allResources('AWS::Logs::LogGroup', {
      Properties: { RetentionInDays: 7 },
      DeletionPolicy: 'Delete',
    });
  });

  test('knows the issuer of its tokens', () => {
    const { cluster } = existing({ openIdConnectProviderArn: `arn:aws:iam::123456789012:oidc-provider/${ISSUER}` });
    expect(cluster.openIdConnectProvider.openIdConnectProviderIssuer).toBe(ISSUER);
  });

  test('knows the role of its KEDA, and has none unless it is given', () => {
    const kedaOperatorRoleArn = 'arn:aws:iam::123456789012:role/platform/keda-operator';
    expect(existing({ kedaOperatorRoleArn }).kedaOperatorRole?.roleArn).toBe(kedaOperatorRoleArn);
    expect(existing().kedaOperatorRole).toBeUndefined();
  });

  test('has amd64 nodes and IPv4 pods, unless said otherwise', () => {
    expect(existing()).toMatchObject({ nodeArchitecture: 'amd64', ipFamily: IpFamily.IP_V4 });
    expect(existing({ nodeArchitecture: 'arm64', ipFamily: IpFamily.IP_V6 })).toMatchObject({
      nodeArchitecture: 'arm64',
      ipFamily: IpFamily.IP_V6,
    });
  });
});

describe('what is said of a cluster that is there already', () => {
  test.each([
    [
      { clusterName: 'a cluster' },
      'clusterName is "a cluster", but has to be the name of an EKS cluster, 1 to 100 of A-Z a-z 0-9 _ -: correct it',
    ],
    [
      { openIdConnectProviderArn: ISSUER },
      `openIdConnectProviderArn is "${ISSUER}", but has to be the ARN of the IAM provider of the cluster's issuer, such as arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF: correct it`,
    ],
    [
      { vpcId: PRIVATE.vpcId },
      'privateSubnetIds and clusterSecurityGroupId of the cluster are not given, but where its endpoint is private the three of vpcId, privateSubnetIds and clusterSecurityGroupId have to be: give all, or none where the endpoint is public',
    ],
    [
      { ...PRIVATE, privateSubnetIds: [] },
      'privateSubnetIds of the cluster is not given, but where its endpoint is private the three of vpcId, privateSubnetIds and clusterSecurityGroupId have to be: give all, or none where the endpoint is public',
    ],
    [
      { kedaOperatorRoleArn: 'arn:aws:iam::123456789012:user/keda' },
      `kedaOperatorRoleArn is "arn:aws:iam::123456789012:user/keda", but has to be the ARN of the IAM role of KEDA's operator, such as arn:aws:iam::123456789012:role/keda-operator: correct it`,
    ],
    [{ nodeArchitecture: 'x86' as 'amd64' }, 'nodeArchitecture is "x86", but has to be one of amd64, arm64: change it'],
  ])('is refused: %j', (props, sentence) => {
    expect(() => existing(props)).toThrow(new ConfigurationError(`Test/Cluster: ${sentence}`));
  });

  test('is refused with all that is wrong at once', () => {
    expect(() => existing({ clusterName: '', kedaOperatorRoleArn: 'keda' })).toThrow(
      /^Test\/Cluster: clusterName .*\nTest\/Cluster: kedaOperatorRoleArn .*$/,
    );
  });
});
