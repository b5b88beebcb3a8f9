import { RemovalPolicy } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  IpAddresses,
  type IpProtocol,
  type ISubnet,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type Cidr, cidr } from './cidr.ts';

export interface ClusterVpcProps {
  readonly vpcCidr: string;
  readonly ipProtocol: IpProtocol;
  /** 1 or 2. */
  readonly natGateways: number;
  /** Two of the region. */
  readonly availabilityZones: readonly string[] | undefined;
  readonly logRetention: RetentionDays;
}

/**
 * Two zones: nodes in private subnets, NAT gateways in public ones. Layers of images come through the gateway endpoint of S3,
 * which is free and spares the NAT gateway's $0.045 a GB. What was refused is logged.
 *
 * The default security group stays as AWS makes it: nothing here is in it, and to empty it takes a Lambda.
 */
export class ClusterVpc extends Construct {
  readonly vpc: Vpc;
  readonly nodeSubnets: readonly ISubnet[];

  constructor(scope: Construct, id: string, props: ClusterVpcProps) {
    super(scope, id);
    const block = cidr(props.vpcCidr);
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(props.vpcCidr),
      ipProtocol: props.ipProtocol,
      natGateways: props.natGateways,
      restrictDefaultSecurityGroup: false,
      ...(props.availabilityZones ? { availabilityZones: [...props.availabilityZones] } : { maxAzs: 2 }),
      subnetConfiguration: [
        { name: 'Private', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: nodePrefixLength(block) },
        {
          name: 'Public',
          subnetType: SubnetType.PUBLIC,
          cidrMask: publicPrefixLength(block),
          // NAT gateways bring their own; nothing else is to be reached from outside.
          mapPublicIpOnLaunch: false,
        },
      ],
      gatewayEndpoints: { S3: { service: GatewayVpcEndpointAwsService.S3 } },
    });
    this.nodeSubnets = this.vpc.privateSubnets;

    const logGroup = new LogGroup(this, 'FlowLogs', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.vpc.addFlowLog('Refused', {
      destination: FlowLogDestination.toCloudWatchLogs(logGroup),
      trafficType: FlowLogTrafficType.REJECT,
    });
  }
}

/** A /20, 4,091 addresses, where the VPC has room for two of them beside the rest; a quarter of a smaller one. */
function nodePrefixLength({ prefixLength }: Cidr): number {
  return Math.max(20, prefixLength + 2);
}

/** A /26, room for NAT gateways and load balancers; a sixteenth of a VPC that is smaller than a /22. */
function publicPrefixLength({ prefixLength }: Cidr): number {
  return Math.max(26, prefixLength + 4);
}
