import { REGION } from '../place.ts';
import { ec2Id, type ResourceType, type ResourceView } from './resource-type.ts';

const NO_NETWORK = 'there is no network: all that runs here talks over the loopback interface of this machine';

type Attribute = (resource: ResourceView) => unknown;

/** @param idAttribute where Fn::GetAtt gives the id as well */
function network(
  prefix: string,
  idAttribute?: string,
  attributes: Readonly<Record<string, Attribute>> = {},
): ResourceType {
  const ref = (resource: ResourceView) => ec2Id(prefix, resource);
  return { inert: NO_NETWORK, ref, attributes: { ...(idAttribute && { [idAttribute]: ref }), ...attributes } };
}

/** A /56 of its own, as Amazon gives one, out of the range that is for examples. */
function ipv6Blocks(resource: ResourceView): string[] {
  const digits = ec2Id('', resource).slice(1, 7);
  return [`2001:db8:${digits.slice(0, 4)}:${digits.slice(4)}00::/56`];
}

const text =
  (property: string): Attribute =>
  (resource) =>
    resource.text(property);

/** The network of a cluster: what its ids are is all that anything here asks. */
export const EC2: Readonly<Record<string, ResourceType>> = {
  'AWS::EC2::VPC': network('vpc', 'VpcId', {
    CidrBlock: text('CidrBlock'),
    Ipv6CidrBlocks: ipv6Blocks,
    DefaultSecurityGroup: (resource) => ec2Id('sg', resource),
    DefaultNetworkAcl: (resource) => ec2Id('acl', resource),
  }),
  'AWS::EC2::VPCCidrBlock': network('vpc-cidr-assoc', 'Id'),
  'AWS::EC2::Subnet': network('subnet', 'SubnetId', {
    AvailabilityZone: (resource) => resource.text('AvailabilityZone') ?? `${REGION}a`,
    CidrBlock: text('CidrBlock'),
    VpcId: text('VpcId'),
  }),
  'AWS::EC2::RouteTable': network('rtb', 'RouteTableId'),
  'AWS::EC2::SubnetRouteTableAssociation': network('rtbassoc', 'Id'),
  'AWS::EC2::Route': network('r'),
  'AWS::EC2::InternetGateway': network('igw', 'InternetGatewayId'),
  'AWS::EC2::EgressOnlyInternetGateway': network('eigw', 'Id'),
  'AWS::EC2::VPCGatewayAttachment': network('igw-attach'),
  'AWS::EC2::EIP': network('eip', undefined, { AllocationId: (resource) => ec2Id('eipalloc', resource) }),
  'AWS::EC2::NatGateway': network('nat', 'NatGatewayId'),
  'AWS::EC2::VPCEndpoint': network('vpce', 'Id'),
  'AWS::EC2::SecurityGroup': network('sg', 'GroupId', { VpcId: text('VpcId') }),
  'AWS::EC2::SecurityGroupIngress': network('sgr', 'Id'),
  'AWS::EC2::SecurityGroupEgress': network('sgr', 'Id'),
  'AWS::EC2::FlowLog': network('fl', 'Id'),
};
