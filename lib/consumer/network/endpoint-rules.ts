import { describe } from '../../../contract/describe.ts';
import type { Rule } from '../../rules.ts';
import { IPV6_INTERNET, NOT_ON_THE_INTERNET } from './address-ranges.ts';
import { type Cidr, formatCidr, isWithin, overlap, parseCidr } from './cidr.ts';
import { flawRule } from './flaw-rule.ts';
import type { PodNetworkName } from './pod-network.ts';

/** What is checked before the Kubernetes API can be reached from the internet. */
export interface EndpointPlan {
  readonly podNetwork: PodNetworkName;
  readonly endpointPublicAccessCidrs: readonly string[];
}

/** The quota of EKS for a cluster. */
const MAX_CIDRS = 40;
/** No company has more than a /8 of IPv4, and two /1 are all of it. A provider gets a /32 of IPv6. */
const WIDEST = { ipv4: 8, ipv6: 32 } as const;

const DO = 'give the networks of your offices, or leave the list empty for an endpoint that is in the VPC only';

export const ENDPOINT_RULES: readonly Rule<EndpointPlan>[] = [
  flawRule(({ endpointPublicAccessCidrs, podNetwork }) => {
    const flaws = endpointPublicAccessCidrs
      .map((text) => blockFlaw(text, podNetwork))
      .filter((flaw) => flaw !== undefined);
    return flaws.length === 0 ? undefined : `endpointPublicAccessCidrs has ${flaws.join(', and ')}: ${DO}`;
  }),
  flawRule(({ endpointPublicAccessCidrs }) =>
    endpointPublicAccessCidrs.length <= MAX_CIDRS
      ? undefined
      : `endpointPublicAccessCidrs has ${endpointPublicAccessCidrs.length} blocks, but EKS takes ${MAX_CIDRS}: join neighbours into larger ones`,
  ),
  flawRule(({ endpointPublicAccessCidrs }) => {
    const twice = endpointPublicAccessCidrs.find((text, index, all) => all.indexOf(text) !== index);
    return twice === undefined
      ? undefined
      : `endpointPublicAccessCidrs has ${describe(twice)} twice, but each block counts once: remove one`;
  }),
];

/** What is wrong with one block: got and allowed. */
function blockFlaw(text: string, podNetwork: PodNetworkName): string | undefined {
  const cidr = parseCidr(text);
  if (cidr === undefined) return `${describe(text)}, which is no address, / and length of a prefix`;
  if (formatCidr(cidr) !== text) return `${describe(text)}, which has to be written ${formatCidr(cidr)}`;
  if (cidr.prefixLength < WIDEST[cidr.family]) {
    return `${text}, which opens the endpoint to the world, but may be a /${WIDEST[cidr.family]} at most`;
  }
  if (cidr.family === 'ipv6' && podNetwork !== 'ipv6') {
    return `${text}, but the endpoint has IPv6 addresses only where podNetwork is ipv6`;
  }
  return isPublic(cidr) ? undefined : `${text}, which is not on the internet, so that EKS refuses it`;
}

function isPublic(cidr: Cidr): boolean {
  if (cidr.family === 'ipv4') return !NOT_ON_THE_INTERNET.some((range) => overlap(cidr, range));
  return isWithin(cidr, IPV6_INTERNET);
}
