import { IpProtocol } from 'aws-cdk-lib/aws-ec2';
import { IpFamily } from 'aws-cdk-lib/aws-eks-v2';
import { SERVICE_RANGE } from './address-ranges.ts';
import { formatCidr } from './cidr.ts';
import type { PodNetwork } from './pod-network.ts';

/**
 * Auto Mode's own way: a node takes blocks of 16 addresses (/28) of its subnet, so that it has room for 110 pods with seven
 * of them, whatever its size. There is nothing to build.
 */
export const PREFIX_NETWORK: PodNetwork = {
  ipFamily: IpFamily.IP_V4,
  ipProtocol: IpProtocol.IPV4_ONLY,
  serviceIpv4Cidr: formatCidr(SERVICE_RANGE),
};
