import { IpProtocol } from 'aws-cdk-lib/aws-ec2';
import { IpFamily } from 'aws-cdk-lib/aws-eks-v2';
import type { PodNetwork } from './pod-network.ts';

/**
 * A node takes a /80 of its subnet's /64, 2^48 addresses, and one IPv4 address for itself. Pods leave through the egress-only
 * gateway, and reach what has IPv4 only through the node's address and the NAT gateway.
 */
export const IPV6_NETWORK: PodNetwork = {
  ipFamily: IpFamily.IP_V6,
  ipProtocol: IpProtocol.DUAL_STACK,
};
