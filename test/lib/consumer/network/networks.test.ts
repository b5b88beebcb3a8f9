import { describe, expect, test } from '@jest/globals';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { IpFamily } from 'aws-cdk-lib/aws-eks-v2';
import { newCluster, templateOf, VARIANTS } from '../cluster/new-cluster.ts';

/** Of the subnets with this in their logical id, their blocks. */
function blocks(template: Template, name: string): string[] {
  return Object.entries(template.findResources('AWS::EC2::Subnet'))
    .filter(([id]) => id.includes(name))
    .map(([, { Properties }]) => Properties.CidrBlock);
}

describe.each(VARIANTS)('the VPC, %s,', (_, props) => {
  const template = templateOf(props);

  test('has private subnets for nodes and public ones for the NAT gateway, in two zones, and none gives public addresses', () => {
    expect(blocks(template, 'PrivateSubnet')).toEqual(['10.0.0.0/20', '10.0.16.0/20']);
    expect(blocks(template, 'PublicSubnet')).toEqual(['10.0.32.0/26', '10.0.32.64/26']);
    template.allResourcesProperties('AWS::EC2::Subnet', {
      MapPublicIpOnLaunch: false,
      AvailabilityZone: { 'Fn::Select': [Match.anyValue(), { 'Fn::GetAZs': '' }] },
    });
  });

  test('resolves the names that nodes and a private endpoint need', () => {
    template.hasResourceProperties('AWS::EC2::VPC', {
      CidrBlock: '10.0.0.0/16',
      EnableDnsHostnames: true,
      EnableDnsSupport: true,
    });
  });

  test('has one NAT gateway, and a way to S3 that does not pass it', () => {
    template.resourceCountIs('AWS::EC2::NatGateway', 1);
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Gateway',
      ServiceName: { 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, '.s3']] },
      RouteTableIds: Match.arrayWith(
        [1, 2].map((number) => ({ Ref: Match.stringLikeRegexp(`PrivateSubnet${number}RouteTable`) })),
      ),
    });
  });

  test('logs what was refused', () => {
    template.hasResourceProperties('AWS::EC2::FlowLog', { ResourceType: 'VPC', TrafficType: 'REJECT' });
  });

  test('is there before the cluster', () => {
    template.hasResource('AWS::EKS::Cluster', {
      DependsOn: Match.arrayWith([1, 2].map((number) => Match.stringLikeRegexp(`PrivateSubnet${number}DefaultRoute`))),
    });
  });

  test('puts nothing into its default security group, and lets nobody in from everywhere', () => {
    expect(JSON.stringify(template.toJSON())).not.toContain('DefaultSecurityGroup');
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
    template.allResourcesProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: Match.absent() });
  });
});

describe('the VPC', () => {
  test('has a NAT gateway in each zone where asked', () => {
    templateOf({ natGateways: 2 }).resourceCountIs('AWS::EC2::NatGateway', 2);
  });

  test('is in the zones that are given', () => {
    const zones = Object.values(
      templateOf({ availabilityZones: ['us-east-1b', 'us-east-1d'] }).findResources('AWS::EC2::Subnet'),
    ).map(({ Properties }) => Properties.AvailabilityZone);
    expect(new Set(zones)).toEqual(new Set(['us-east-1b', 'us-east-1d']));
  });

  test.each([
    ['10.0.192.0/18', 'prefix', ['10.0.192.0/20', '10.0.208.0/20'], ['10.0.224.0/26', '10.0.224.64/26']],
    ['10.0.0.0/20', 'ipv6', ['10.0.0.0/22', '10.0.4.0/22'], ['10.0.8.0/26', '10.0.8.64/26']],
    [
      '192.168.7.0/24',
      'secondaryCidr',
      ['192.168.7.0/26', '192.168.7.64/26'],
      ['192.168.7.128/28', '192.168.7.144/28'],
    ],
  ] as const)('divides %s, with podNetwork %s', (vpcCidr, podNetwork, nodes, gateways) => {
    const template = templateOf({ vpcCidr, podNetwork });
    expect(blocks(template, 'PrivateSubnet')).toEqual(nodes);
    expect(blocks(template, 'PublicSubnet')).toEqual(gateways);
  });
});

describe('podNetwork prefix', () => {
  const template = templateOf({ podNetwork: 'prefix' });

  test('is the one that is there when nothing is said', () => {
    expect(templateOf().toJSON()).toEqual(template.toJSON());
    expect(newCluster().ipFamily).toBe(IpFamily.IP_V4);
  });

  test('adds nothing to the VPC', () => {
    template.resourceCountIs('AWS::EC2::VPCCidrBlock', 0);
    template.resourceCountIs('AWS::EC2::Subnet', 4);
  });

  test('names the block of the services, which was compared with the others', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', {
      KubernetesNetworkConfig: { IpFamily: 'ipv4', ServiceIpv4Cidr: '172.20.0.0/16' },
    });
  });
});

describe('podNetwork secondaryCidr', () => {
  const template = templateOf({ podNetwork: 'secondaryCidr', podCidr: '100.72.0.0/16' });

  test('adds the block to the VPC and half of it to each zone, with the routes of the nodes there', () => {
    template.hasResourceProperties('AWS::EC2::VPCCidrBlock', { CidrBlock: '100.72.0.0/16' });
    for (const [index, half] of ['100.72.0.0/17', '100.72.128.0/17'].entries()) {
      template.hasResource('AWS::EC2::Subnet', {
        Properties: {
          CidrBlock: half,
          AvailabilityZone: { 'Fn::Select': [index, { 'Fn::GetAZs': '' }] },
          MapPublicIpOnLaunch: false,
        },
        DependsOn: [Match.stringLikeRegexp('PodsBlock')],
      });
      template.hasResourceProperties('AWS::EC2::SubnetRouteTableAssociation', {
        SubnetId: { Ref: Match.stringLikeRegexp(`PodsSubnet${index + 1}`) },
        RouteTableId: { Ref: Match.stringLikeRegexp(`PrivateSubnet${index + 1}RouteTable`) },
      });
    }
  });

  test('is there before the cluster, whose control plane knows a later block only after up to an hour', () => {
    const [cluster] = Object.values(template.findResources('AWS::EKS::Cluster'));
    for (const part of [/PodsBlock/, /PodsSubnet1/, /PodsSubnet2/, /PodsRoutes1/, /PodsRoutes2/]) {
      expect(cluster?.['DependsOn']).toContainEqual(expect.stringMatching(part));
    }
  });

  test('leaves the subnets of the control plane and of the nodes as they are', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', {
      ResourcesVpcConfig: {
        SubnetIds: [1, 2].map((number) => ({ Ref: Match.stringLikeRegexp(`PrivateSubnet${number}Subnet`) })),
      },
      KubernetesNetworkConfig: { IpFamily: 'ipv4', ServiceIpv4Cidr: '172.20.0.0/16' },
    });
  });
});

describe('podNetwork ipv6', () => {
  const template = templateOf({ podNetwork: 'ipv6' });

  test('makes an IPv6 cluster, whose services get their addresses from EKS', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', {
      KubernetesNetworkConfig: { IpFamily: 'ipv6', ServiceIpv4Cidr: Match.absent() },
    });
    expect(newCluster({ podNetwork: 'ipv6' }).ipFamily).toBe(IpFamily.IP_V6);
  });

  test('gives the VPC a block, and every subnet a part of it that nodes get addresses of', () => {
    template.hasResourceProperties('AWS::EC2::VPCCidrBlock', { AmazonProvidedIpv6CidrBlock: true });
    template.allResourcesProperties('AWS::EC2::Subnet', {
      Ipv6CidrBlock: Match.anyValue(),
      AssignIpv6AddressOnCreation: true,
      CidrBlock: Match.anyValue(),
    });
  });

  test('lets pods out by the egress-only gateway, and by the NAT gateway to what has IPv4 only', () => {
    for (const number of [1, 2]) {
      const table = { Ref: Match.stringLikeRegexp(`PrivateSubnet${number}RouteTable`) };
      template.hasResourceProperties('AWS::EC2::Route', {
        RouteTableId: table,
        DestinationIpv6CidrBlock: '::/0',
        EgressOnlyInternetGatewayId: { Ref: Match.anyValue() },
      });
      template.hasResourceProperties('AWS::EC2::Route', {
        RouteTableId: table,
        DestinationCidrBlock: '0.0.0.0/0',
        NatGatewayId: { Ref: Match.anyValue() },
      });
    }
  });
});
