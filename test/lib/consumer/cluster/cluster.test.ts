import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ConfigurationError } from '../../../../lib/configuration-error.ts';
import { newCluster, templateOf, VARIANTS } from './new-cluster.ts';

const NAME = Match.stringLikeRegexp('^Test-Cluster-[0-9A-F]{8}$');

describe.each(VARIANTS)('a cluster, %s,', (_, props) => {
  const template = templateOf(props);

  test('has its endpoint in the VPC only', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', {
      ResourcesVpcConfig: {
        EndpointPrivateAccess: true,
        EndpointPublicAccess: false,
        PublicAccessCidrs: Match.absent(),
        SubnetIds: [Match.anyValue(), Match.anyValue()].map(() => ({ Ref: Match.stringLikeRegexp('PrivateSubnet') })),
      },
    });
  });

  test('lets in by access entries alone, and not whoever made it', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', {
      AccessConfig: { AuthenticationMode: 'API', BootstrapClusterCreatorAdminPermissions: false },
    });
  });

  test('logs requests, who made them and how they were let in, to a group that is there first and forgets', () => {
    template.hasResource('AWS::EKS::Cluster', {
      Properties: {
        Name: NAME,
        Logging: {
          ClusterLogging: { EnabledTypes: [{ Type: 'api' }, { Type: 'audit' }, { Type: 'authenticator' }] },
        },
      },
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^ClusterClusterLogs')]),
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: Match.stringLikeRegexp('^/aws/eks/Test-Cluster-[0-9A-F]{8}/cluster$'),
      RetentionInDays: 30,
    });
  });

  test('never drifts into extended support', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', {
      Version: '1.36',
      UpgradePolicy: { SupportType: 'STANDARD' },
      DeletionProtection: false,
    });
  });

  test('encrypts Secrets as EKS does by itself, without a key that nobody could take away again', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', { EncryptionConfig: Match.absent() });
    template.resourceCountIs('AWS::KMS::Key', 0);
  });

  test('is in Auto Mode', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', {
      ComputeConfig: { Enabled: true },
      StorageConfig: { BlockStorage: { Enabled: true } },
      KubernetesNetworkConfig: { ElasticLoadBalancing: { Enabled: true } },
    });
  });

  test('has no Lambda but the two of kubectl, and no custom resource but what they apply', () => {
    const handlers = Object.values(template.findResources('AWS::Lambda::Function')).map(
      ({ Properties }) => Properties.Description,
    );
    expect(handlers).toEqual([
      'onEvent handler for EKS kubectl resource provider',
      expect.stringMatching(/^AWS CDK resource provider framework - onEvent .*KubectlProvider/),
    ]);
    const types = Object.values(template.toJSON().Resources).map((resource) => (resource as { Type: string }).Type);
    expect(new Set(types.filter((type) => /^Custom::|CustomResource/.test(type)))).toEqual(
      new Set(['Custom::AWSCDK-EKS-KubernetesResource']),
    );
  });

  test('applies manifests from within the VPC, as a role that may look up this cluster and nothing else', () => {
    template.allResourcesProperties('AWS::Lambda::Function', {
      VpcConfig: {
        SecurityGroupIds: [{ 'Fn::GetAtt': [Match.anyValue(), 'ClusterSecurityGroupId'] }],
        SubnetIds: [1, 2].map((number) => ({ Ref: Match.stringLikeRegexp(`PrivateSubnet${number}`) })),
      },
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      Description: 'Applies manifests and charts to the cluster',
      ManagedPolicyArns: [managed('service-role/AWSLambdaVPCAccessExecutionRole')],
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      Roles: [{ Ref: Match.stringLikeRegexp('KubectlRole') }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'eks:DescribeCluster',
            Resource: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('^:cluster/Test-Cluster-')])] },
          },
        ],
      },
    });
  });

  test('has nodes whose role may do the least that AWS names', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'ec2.amazonaws.com' } })] },
      ManagedPolicyArns: [managed('AmazonEKSWorkerNodeMinimalPolicy'), managed('AmazonEC2ContainerRegistryPullOnly')],
      Policies: Match.absent(),
    });
  });

  test('keeps every log as long as was asked, and none after the stack', () => {
    const logs = Object.values(template.findResources('AWS::Logs::LogGroup'));
    expect(logs).toHaveLength(4);
    for (const { Properties, DeletionPolicy } of logs) {
      expect(Properties.RetentionInDays).toBe(30);
      expect(DeletionPolicy).toBe('Delete');
    }
  });
});

describe('a cluster', () => {
  test('can be reached from the networks that are given, and stays in the VPC for its own', () => {
    templateOf({ endpointPublicAccessCidrs: ['52.94.76.0/24', '52.95.0.1/32'] }).hasResourceProperties(
      'AWS::EKS::Cluster',
      {
        ResourcesVpcConfig: {
          EndpointPrivateAccess: true,
          EndpointPublicAccess: true,
          PublicAccessCidrs: ['52.94.76.0/24', '52.95.0.1/32'],
        },
      },
    );
  });

  test('is protected from deletion where asked', () => {
    templateOf({ deletionProtection: true }).hasResourceProperties('AWS::EKS::Cluster', { DeletionProtection: true });
  });

  test('keeps its logs as long as asked', () => {
    templateOf({ logRetention: RetentionDays.THREE_DAYS }).allResourcesProperties('AWS::Logs::LogGroup', {
      RetentionInDays: 3,
    });
  });

  test('says how an operator gets to it', () => {
    const cluster = newCluster();
    expect(Stack.of(cluster).resolve(cluster.configCommand)).toEqual({
      'Fn::Join': [
        '',
        [
          expect.stringMatching(/^aws eks update-kubeconfig --name Test-Cluster-\w{8} --region $/),
          { Ref: 'AWS::Region' },
        ],
      ],
    });
  });

  test('is the same, synthesized twice', () => {
    expect(templateOf().toJSON()).toEqual(templateOf().toJSON());
  });

  test.each(['1.35', '1.99', 'latest', ''])(
    'is refused with Kubernetes %j, for which there is no kubectl here',
    (version) => {
      expect(() => newCluster({ kubernetesVersion: version })).toThrow(
        `Test/Cluster: kubernetesVersion is ${JSON.stringify(version)}, but kubectl is here for 1.36 only: change it, or add the layer`,
      );
    },
  );

  test('is refused with all that is wrong at once', () => {
    const make = () =>
      newCluster({ podNetwork: 'secondaryCidr', vpcCidr: '10.0.0.1/16', podCidr: '10.0.0.0/8', natGateways: 9 });
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(/^Test\/Cluster: vpcCidr .*\nTest\/Cluster: natGateways .*\nTest\/Cluster: podCidr .*$/);
  });

  test('is refused with nodes that there are not', () => {
    expect(() => newCluster({ nodeArchitecture: 'riscv64' as 'amd64' })).toThrow(
      'Test/Cluster: nodeArchitecture is "riscv64", but has to be one of amd64, arm64: change it',
    );
  });
});

describe('container insights', () => {
  const template = templateOf({
    containerInsights: true,
    nodeArchitecture: 'arm64',
    logRetention: RetentionDays.ONE_WEEK,
  });

  test('are not there unless asked for', () => {
    templateOf().resourceCountIs('AWS::EKS::Addon', 0);
  });

  test('ship the logs of all containers, and no enhanced metrics, which are paid by observation', () => {
    template.hasResourceProperties('AWS::EKS::Addon', {
      AddonName: 'amazon-cloudwatch-observability',
      ConfigurationValues: Match.serializedJson({
        containerLogs: { enabled: true },
        agent: { config: { logs: { metrics_collected: { kubernetes: { enhanced_container_insights: false } } } } },
      }),
    });
  });

  test('give their agent a role by Pod Identity, which nobody else can take', () => {
    template.hasResourceProperties('AWS::EKS::Addon', {
      PodIdentityAssociations: [
        {
          ServiceAccount: 'cloudwatch-agent',
          RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('InsightsRole'), 'Arn'] },
        },
      ],
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'pods.eks.amazonaws.com' },
            Action: ['sts:AssumeRole', 'sts:TagSession'],
          },
        ],
      },
      ManagedPolicyArns: [{ 'Fn::Join': ['', Match.arrayWith([':iam::aws:policy/CloudWatchAgentServerPolicy'])] }],
    });
  });

  test('wait for nodes, and for groups that forget what the agent would keep for ever', () => {
    const [addon] = Object.values(template.findResources('AWS::EKS::Addon'));
    expect(addon?.['DependsOn']).toContainEqual(expect.stringMatching(/manifestNodePool/));
    for (const name of ['application', 'dataplane', 'host', 'performance']) {
      expect(addon?.['DependsOn']).toContainEqual(expect.stringMatching(`Insights${name}Logs`));
      template.hasResourceProperties('AWS::Logs::LogGroup', {
        LogGroupName: Match.stringLikeRegexp(`^/aws/containerinsights/Test-Cluster-[0-9A-F]{8}/${name}$`),
        RetentionInDays: 7,
      });
    }
  });
});

function managed(name: string) {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::aws:policy/${name}`]] };
}
