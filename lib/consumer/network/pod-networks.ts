import { cidr } from './cidr.ts';
import { IPV6_NETWORK } from './ipv6.ts';
import type { PodNetwork, PodNetworkName } from './pod-network.ts';
import { PREFIX_NETWORK } from './prefix.ts';
import { secondaryCidrNetwork } from './secondary-cidr.ts';

/** How to make each pod network, of the block that is set for pods. */
const MAKE: Readonly<Record<PodNetworkName, (podCidr: string) => PodNetwork>> = {
  prefix: () => PREFIX_NETWORK,
  secondaryCidr: (podCidr) => secondaryCidrNetwork(cidr(podCidr)),
  ipv6: () => IPV6_NETWORK,
};

/** @param podCidr counts with `secondaryCidr` only, and is checked by then */
export function podNetwork(name: PodNetworkName, podCidr: string): PodNetwork {
  return MAKE[name](podCidr);
}
