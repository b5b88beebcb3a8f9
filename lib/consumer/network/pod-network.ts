import type { IpProtocol, ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IpFamily } from 'aws-cdk-lib/aws-eks-v2';

/** Where pods get their addresses; docs/adr/ has a decision for each. */
export const POD_NETWORKS = ['prefix', 'secondaryCidr', 'ipv6'] as const;

export type PodNetworkName = (typeof POD_NETWORKS)[number];

/** What a pod network asks of the VPC, of the cluster and of the nodes. */
export interface PodNetwork {
  /** Fixed when the cluster is made. */
  readonly ipFamily: IpFamily;
  readonly ipProtocol: IpProtocol;
  /** Of the cluster's services. @default - EKS picks it, as it always does with IPv6 */
  readonly serviceIpv4Cidr?: string;
  /** Adds what only pods use. @default - pods live in the subnets of the nodes */
  readonly addPodSubnets?: (vpc: IVpc, nodeSubnets: readonly ISubnet[]) => PodSubnets;
}

/** Subnets of their own for pods, one in each zone: a pod's interface hangs on its node, hence in the node's zone. */
export interface PodSubnets {
  readonly subnetIds: readonly string[];
}
