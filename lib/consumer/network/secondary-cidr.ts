import { Tags } from 'aws-cdk-lib';
import {
  CfnSubnet,
  CfnSubnetRouteTableAssociation,
  CfnVPCCidrBlock,
  type ISubnet,
  type IVpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { blockAt, type Cidr, formatCidr } from './cidr.ts';
import type { PodNetwork, PodSubnets } from './pod-network.ts';
import { PREFIX_NETWORK } from './prefix.ts';

/** Pods get their addresses from a second block of the VPC, nodes keep those of the first, which can be as small as a /24. */
export function secondaryCidrNetwork(podCidr: Cidr): PodNetwork {
  return {
    ...PREFIX_NETWORK,
    // In the VPC's scope, so that the cluster waits for it. The control plane knows a block that comes later only after up
    // to an hour, and until then reaches no webhook in a pod.
    addPodSubnets: (vpc, nodeSubnets) => new SecondaryCidr(vpc, 'Pods', { vpc, nodeSubnets, podCidr }),
  };
}

interface SecondaryCidrProps {
  readonly vpc: IVpc;
  readonly nodeSubnets: readonly ISubnet[];
  readonly podCidr: Cidr;
}

/** The block, and a subnet of it beside each subnet of nodes, with the same routes. */
class SecondaryCidr extends Construct implements PodSubnets {
  readonly subnetIds: readonly string[];

  constructor(scope: Construct, id: string, { vpc, nodeSubnets, podCidr }: SecondaryCidrProps) {
    super(scope, id);
    const block = new CfnVPCCidrBlock(this, 'Block', { vpcId: vpc.vpcId, cidrBlock: formatCidr(podCidr) });
    const prefixLength = podCidr.prefixLength + Math.ceil(Math.log2(nodeSubnets.length));
    this.subnetIds = nodeSubnets.map((beside, index) => {
      const subnet = new CfnSubnet(this, `Subnet${index + 1}`, {
        vpcId: vpc.vpcId,
        availabilityZone: beside.availabilityZone,
        cidrBlock: formatCidr(blockAt(podCidr, prefixLength, index)),
        mapPublicIpOnLaunch: false,
      });
      subnet.addResourceDependency(block);
      Tags.of(subnet).add('Name', subnet.node.path);
      new CfnSubnetRouteTableAssociation(this, `Routes${index + 1}`, {
        subnetId: subnet.ref,
        routeTableId: beside.routeTable.routeTableId,
      });
      return subnet.ref;
    });
  }
}
