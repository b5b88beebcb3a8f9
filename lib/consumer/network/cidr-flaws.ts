import { describe } from '../../../contract/describe.ts';
import { type Cidr, formatCidr, overlap, parseCidr } from './cidr.ts';

/** The largest and the smallest block that will do, by the length of its prefix. */
export interface CidrSizes {
  readonly largest: number;
  readonly smallest: number;
}

/** No IPv4 block, or one with bits behind its prefix: AWS would clear them, and nobody would know which block was meant. */
export function syntaxFlaw(name: string, text: string): string | undefined {
  const cidr = parseCidr(text);
  if (cidr?.family !== 'ipv4') {
    return `${name} is ${describe(text)}, but has to be a block of IPv4 addresses such as 10.0.0.0/16: change it`;
  }
  if (formatCidr(cidr) === text) return undefined;
  return `${name} is ${describe(text)}, but has to be the first address of its block and the length of the prefix: write ${formatCidr(cidr)}`;
}

/** The other flaws are for blocks that are written right; a wrong one has its own sentence. */
export function ipv4Block(name: string, text: string): Cidr | undefined {
  return syntaxFlaw(name, text) === undefined ? parseCidr(text) : undefined;
}

export function sizeFlaw(
  name: string,
  text: string,
  { largest, smallest }: CidrSizes,
  why: string,
): string | undefined {
  const prefixLength = ipv4Block(name, text)?.prefixLength;
  if (prefixLength === undefined || (prefixLength >= largest && prefixLength <= smallest)) return undefined;
  return `${name} is ${text}, but has to be a /${largest} to a /${smallest}, ${why}: change it`;
}

/** @param other what has the other block, as in `the cluster's services have` */
export function overlapFlaw(name: string, text: string, other: string, otherCidr: Cidr): string | undefined {
  const cidr = ipv4Block(name, text);
  if (cidr === undefined || !overlap(cidr, otherCidr)) return undefined;
  return `${name} is ${text}, but ${other} ${formatCidr(otherCidr)}, and no address can be in both: change one`;
}
