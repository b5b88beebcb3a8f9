import { isIPv4, isIPv6 } from 'node:net';
import { describe } from '../../../contract/describe.ts';
import type { Scope } from '../scope.ts';
import { type Intrinsic, listOf, textOf } from './intrinsic.ts';

/** An address is a number of that many bits. */
const BITS = { 4: 32, 6: 128 } as const;
/** AWS's own limit for one call. */
const MAX_COUNT = 256;

/** Blocks of `cidrBits` host bits each (8 where none are given), one after the other from the start of a block. */
export const CIDR: Intrinsic = (argument, scope) => {
  const [block, count, cidrBits = 8] = listOf('Fn::Cidr', argument, [2, 3], scope).map((it) => scope.resolve(it));
  const text = textOf('the block of Fn::Cidr', block, scope);
  const [address = '', prefix = ''] = text.split('/');
  const family = isIPv4(address) ? 4 : isIPv6(address) && !address.includes('.') ? 6 : undefined;
  const bits = Number(cidrBits);
  if (family === undefined || !/^\d{1,3}$/.test(prefix) || Number(prefix) > BITS[family]) {
    return scope.fail(`the block of Fn::Cidr is ${describe(text)}, but has to be such as 10.0.0.0/16`);
  }
  const blocks = wholeNumber('the count', count, MAX_COUNT, scope);
  wholeNumber('cidrBits', cidrBits, BITS[family], scope);
  const free = BITS[family] - Number(prefix) - bits;
  if (free < 0 || blocks > 2 ** free) {
    return scope.fail(`Fn::Cidr asks for ${blocks} blocks of ${bits} bits, but ${text} does not have as many`);
  }
  const size = 1n << BigInt(bits);
  const from = toNumber(address, family);
  return Array.from({ length: blocks }, (_, index) => {
    return `${toAddress(from + BigInt(index) * size, family)}/${BITS[family] - bits}`;
  });
};

function wholeNumber(what: string, value: unknown, max: number, scope: Scope): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= max) return number;
  return scope.fail(`${what} of Fn::Cidr is ${describe(value)}, but has to be 1 to ${max}`);
}

function toNumber(address: string, family: 4 | 6): bigint {
  const parts =
    family === 4 ? address.split('.').map((part) => Number(part).toString(16).padStart(2, '0')) : groups(address);
  return BigInt(`0x${parts.join('')}`);
}

/** The eight groups of an IPv6 address, `::` written out. */
function groups(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const before = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].map((group) => group.padStart(4, '0'));
}

function toAddress(number: bigint, family: 4 | 6): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((number >> shift) & 0xffn)).join('.');
  const text = number.toString(16).padStart(32, '0').match(/.{4}/g) ?? [];
  return text
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
    .replace(/(:0)+$/, '::');
}
