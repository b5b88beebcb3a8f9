import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** A block of addresses as its routers know it: no bit is set behind the prefix. */
export interface Cidr {
  readonly family: 'ipv4' | 'ipv6';
  /** The first address. */
  readonly network: string;
  readonly prefixLength: number;
}

const BITS = { ipv4: 32, ipv6: 128 } as const;

/**
 * Reads `10.0.0.0/16` or `2001:db8::/32`.
 *
 * Bits behind the prefix are cleared, which {@link formatCidr} shows: `10.0.0.1/16` comes out as `10.0.0.0/16`.
 *
 * @returns undefined for anything else, also for an address without a prefix
 */
export function parseCidr(text: string): Cidr | undefined {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const family = familyOf(address);
  if (family === undefined || rest.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(prefix)) return undefined;
  const prefixLength = Number(prefix);
  if (prefixLength > BITS[family]) return undefined;
  const hostBits = BigInt(BITS[family] - prefixLength);
  return { family, network: toAddress((toNumber(address, family) >> hostBits) << hostBits, family), prefixLength };
}

/** @throws RangeError for what is no block: only for text that is known to be one */
export function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new RangeError(`${text} is no block of addresses`);
  return parsed;
}

export function formatCidr({ network, prefixLength }: Cidr): string {
  return `${network}/${prefixLength}`;
}

/** Two blocks are apart, or one is in the other: hence it is enough to look for their first addresses. */
export function overlap(one: Cidr, other: Cidr): boolean {
  return isWithin(one, other) || isWithin(other, one);
}

export function isWithin(inner: Cidr, outer: Cidr): boolean {
  // A list of Node would find an IPv4 address in ::/0, as the mapped one that it has there.
  if (inner.family !== outer.family || inner.prefixLength < outer.prefixLength) return false;
  const list = new BlockList();
  list.addSubnet(outer.network, outer.prefixLength, outer.family);
  return list.check(inner.network, inner.family);
}

/**
 * One of the blocks into which a larger one falls.
 *
 * @param prefixLength at least the block's own
 * @param index from 0
 * @throws RangeError where the block has none of that size, or not so many
 */
export function blockAt({ family, network, prefixLength: own }: Cidr, prefixLength: number, index: number): Cidr {
  if (prefixLength < own || index >= 2 ** (prefixLength - own)) {
    throw new RangeError(`${network}/${own} has no block ${index} of /${prefixLength}`);
  }
  const size = 1n << BigInt(BITS[family] - prefixLength);
  return { family, network: toAddress(toNumber(network, family) + size * BigInt(index), family), prefixLength };
}

/** An IPv6 address with a zone (`fe80::1%eth0`) belongs to a machine, not to a network. */
function familyOf(address: string): Cidr['family'] | undefined {
  if (isIPv4(address)) return 'ipv4';
  return isIPv6(address) && !address.includes('%') ? 'ipv6' : undefined;
}

function toNumber(address: string, family: Cidr['family']): bigint {
  if (family === 'ipv4') return address.split('.').reduce((number, byte) => number * 256n + BigInt(byte), 0n);
  const [head = '', tail] = shorten(address).split('::');
  const left = groups(head);
  const right = groups(tail ?? '');
  const zeros = Array<string>(8 - left.length - right.length).fill('0');
  return BigInt(`0x${[...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join('')}`);
}

function toAddress(number: bigint, family: Cidr['family']): string {
  if (family === 'ipv4') return [24n, 16n, 8n, 0n].map((shift) => (number >> shift) & 255n).join('.');
  const hex = number.toString(16).padStart(32, '0');
  return shorten(hex.replaceAll(/(.{4})(?!$)/g, '$1:'));
}

/** The one spelling of an IPv6 address, which the URL standard has: no dots, no leading zeros, `::` for the longest gap. */
function shorten(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

function groups(part: string): string[] {
  return part === '' ? [] : part.split(':');
}
