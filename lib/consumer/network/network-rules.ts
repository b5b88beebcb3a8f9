import { describe } from '../../../contract/describe.ts';
import type { Rule } from '../../rules.ts';
import { PRIVATE_RANGES, REFUSED_BESIDE, SERVICE_RANGE, SHARED_RANGE } from './address-ranges.ts';
import { formatCidr, isWithin, overlap } from './cidr.ts';
import { type CidrSizes, ipv4Block, overlapFlaw, sizeFlaw, syntaxFlaw } from './cidr-flaws.ts';
import { flawRule } from './flaw-rule.ts';
import { POD_NETWORKS, type PodNetworkName } from './pod-network.ts';

/** What is checked before a network is made of it. */
export interface NetworkPlan {
  readonly podNetwork: PodNetworkName;
  readonly vpcCidr: string;
  /** Counts only where `podNetwork` is `secondaryCidr`. */
  readonly podCidr: string;
  readonly natGateways: number;
  readonly availabilityZones: readonly string[] | undefined;
}

/**
 * A block of a VPC is a /16 at most. Pods in the nodes' subnets want a /20 in each zone, for which it takes a /18; with pods
 * elsewhere a /24 has 59 addresses a zone for nodes.
 */
const VPC_SIZES: Readonly<Record<PodNetworkName, CidrSizes>> = {
  prefix: { largest: 16, smallest: 18 },
  secondaryCidr: { largest: 16, smallest: 24 },
  ipv6: { largest: 16, smallest: 24 },
};
/** A zone has half of it: of a /22 that is 32 blocks of 16, of which every node with a pod takes one at least. */
const POD_CIDR_SIZES: CidrSizes = { largest: 16, smallest: 22 };

const RANGES = [...PRIVATE_RANGES, SHARED_RANGE];

/** Of the VPC, whatever its pods do. */
const VPC_RULES: readonly Rule<NetworkPlan>[] = [
  flawRule(({ podNetwork }) =>
    POD_NETWORKS.includes(podNetwork)
      ? undefined
      : `podNetwork is ${describe(podNetwork)}, but has to be one of ${POD_NETWORKS.join(', ')}: change it`,
  ),
  flawRule(({ vpcCidr }) => syntaxFlaw('vpcCidr', vpcCidr)),
  flawRule(({ vpcCidr, podNetwork }) => {
    const sizes = Object.hasOwn(VPC_SIZES, podNetwork) ? VPC_SIZES[podNetwork] : undefined;
    return sizes && sizeFlaw('vpcCidr', vpcCidr, sizes, `which is room for two zones with podNetwork ${podNetwork}`);
  }),
  flawRule(({ vpcCidr }) => rangeFlaw('vpcCidr', vpcCidr)),
  flawRule(({ vpcCidr, podNetwork }) =>
    // The services of an IPv6 cluster have IPv6 addresses, which EKS picks.
    podNetwork === 'ipv6' ? undefined : overlapFlaw('vpcCidr', vpcCidr, "the cluster's services have", SERVICE_RANGE),
  ),
  flawRule(({ natGateways }) =>
    natGateways === 1 || natGateways === 2
      ? undefined
      : `natGateways is ${describe(natGateways)}, but has to be 1, or 2 for one in each availability zone: change it`,
  ),
  flawRule(({ availabilityZones }) =>
    availabilityZones === undefined || (availabilityZones.length === 2 && new Set(availabilityZones).size === 2)
      ? undefined
      : `availabilityZones is ${JSON.stringify(availabilityZones)}, but has to be two zones of the region: change it, or leave it out for the first two`,
  ),
];

/** Of the second block, which counts with one pod network only. */
const POD_CIDR_RULES: readonly Rule<NetworkPlan>[] = [
  flawRule(({ podCidr }) => syntaxFlaw('podCidr', podCidr)),
  flawRule(({ podCidr }) => sizeFlaw('podCidr', podCidr, POD_CIDR_SIZES, 'of which each zone has half')),
  flawRule(({ podCidr }) => rangeFlaw('podCidr', podCidr)),
  flawRule(({ podCidr }) => overlapFlaw('podCidr', podCidr, "the cluster's services have", SERVICE_RANGE)),
  flawRule(({ podCidr, vpcCidr }) => {
    const vpc = ipv4Block('vpcCidr', vpcCidr);
    return vpc && overlapFlaw('podCidr', podCidr, 'vpcCidr is', vpc);
  }),
  flawRule(({ podCidr, vpcCidr }) => besideFlaw(podCidr, vpcCidr)),
];

export const NETWORK_RULES: readonly Rule<NetworkPlan>[] = [
  ...VPC_RULES,
  ...POD_CIDR_RULES.map(({ broken, message }) => ({
    broken: (plan: NetworkPlan) => plan.podNetwork === 'secondaryCidr' && broken(plan),
    message,
  })),
];

/** AWS takes a public block too; pods would then reach their neighbours where they mean the internet. */
function rangeFlaw(name: string, text: string): string | undefined {
  const cidr = ipv4Block(name, text);
  if (cidr === undefined || RANGES.some((range) => isWithin(cidr, range))) return undefined;
  return `${name} is ${text}, but has to be within ${RANGES.map(formatCidr).join(', ')}, which the internet does not use: change it`;
}

/** AWS keeps one private range a VPC, and blocks of its own out of it: else it refuses the second block at deployment. */
function besideFlaw(podCidr: string, vpcCidr: string): string | undefined {
  const pods = ipv4Block('podCidr', podCidr);
  const vpc = ipv4Block('vpcCidr', vpcCidr);
  if (pods === undefined || vpc === undefined || overlap(pods, vpc)) return undefined;
  // The shared range goes with all of them.
  if (!PRIVATE_RANGES.some((range) => isWithin(pods, range))) return undefined;
  const range = PRIVATE_RANGES.find((each) => isWithin(vpc, each));
  const refused = REFUSED_BESIDE.find(({ first, later }) => isWithin(vpc, first) && isWithin(pods, later));
  if (range !== undefined && isWithin(pods, range) && refused === undefined) return undefined;
  const ofRange = range ? `, or ${formatCidr(range)}${refused ? ` outside of ${formatCidr(refused.later)}` : ''}` : '';
  return `podCidr is ${podCidr}, which AWS refuses beside the vpcCidr ${vpcCidr}, but has to be within ${formatCidr(SHARED_RANGE)}${ofRange}: change it`;
}
