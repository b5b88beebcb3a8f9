import { describe, expect, test } from '@jest/globals';
import { blockAt, cidr, formatCidr, isWithin, overlap, parseCidr } from '../../../../lib/consumer/network/cidr.ts';

describe('a block of addresses', () => {
  test.each([
    ['10.0.0.0/16', 'ipv4', '10.0.0.0', 16],
    ['255.255.255.255/32', 'ipv4', '255.255.255.255', 32],
    ['0.0.0.0/0', 'ipv4', '0.0.0.0', 0],
    ['2001:db8::/32', 'ipv6', '2001:db8::', 32],
    ['::/0', 'ipv6', '::', 0],
  ] as const)('%s is read', (text, family, network, prefixLength) => {
    expect(parseCidr(text)).toEqual({ family, network, prefixLength });
  });

  test.each([
    ['10.0.0.1/16', '10.0.0.0/16'],
    ['172.16.255.255/12', '172.16.0.0/12'],
    ['203.0.113.7/0', '0.0.0.0/0'],
    ['2001:DB8:0:0:0:0:0:1/64', '2001:db8::/64'],
    ['2600:1f18::ffff/33', '2600:1f18::/33'],
    ['::ffff:10.1.2.3/112', '::ffff:a01:0/112'],
  ])('%s is written %s', (text, written) => {
    expect(formatCidr(cidr(text))).toBe(written);
  });

  test.each([
    '',
    '10.0.0.0',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/016',
    '10.0.0.0/-1',
    '10.0.0.0/1.5',
    '10.0.0/16',
    '10.0.0.256/16',
    '010.0.0.0/16',
    '10.0.0.0/16/16',
    ' 10.0.0.0/16',
    '2001:db8::/129',
    '2001:db8::1::/64',
    'fe80::1%eth0/64',
    'example/16',
  ])('%j is none', (text) => {
    expect(parseCidr(text)).toBeUndefined();
    expect(() => cidr(text)).toThrow(RangeError);
  });
});

describe('two blocks', () => {
  test.each([
    ['10.0.0.0/16', '10.0.128.0/17'],
    ['10.0.128.0/17', '10.0.0.0/16'],
    ['10.0.0.0/16', '10.0.0.0/16'],
    ['0.0.0.0/0', '192.168.0.0/16'],
    ['2000::/3', '2600:1f18::/33'],
  ])('%s and %s overlap', (one, other) => {
    expect(overlap(cidr(one), cidr(other))).toBe(true);
  });

  test.each([
    ['10.0.0.0/16', '10.1.0.0/16'],
    ['100.64.0.0/16', '10.0.0.0/8'],
    ['::/0', '10.0.0.0/8'],
  ])('%s and %s do not', (one, other) => {
    expect(overlap(cidr(one), cidr(other))).toBe(false);
    expect(overlap(cidr(other), cidr(one))).toBe(false);
  });

  test('a block is within itself and a larger one, and not within a smaller one', () => {
    expect(isWithin(cidr('10.1.0.0/16'), cidr('10.0.0.0/8'))).toBe(true);
    expect(isWithin(cidr('10.1.0.0/16'), cidr('10.1.0.0/16'))).toBe(true);
    expect(isWithin(cidr('10.0.0.0/8'), cidr('10.0.0.0/16'))).toBe(false);
  });
});

describe('a larger block', () => {
  test('falls into smaller ones, in order and without a gap', () => {
    const blocks = [0, 1, 2, 3].map((index) => formatCidr(blockAt(cidr('100.64.0.0/16'), 18, index)));
    expect(blocks).toEqual(['100.64.0.0/18', '100.64.64.0/18', '100.64.128.0/18', '100.64.192.0/18']);
    expect(formatCidr(blockAt(cidr('2001:db8::/56'), 64, 255))).toBe('2001:db8:0:ff::/64');
  });

  test('has no more of them than fit', () => {
    expect(() => blockAt(cidr('100.64.0.0/16'), 17, 2)).toThrow('100.64.0.0/16 has no block 2 of /17');
    expect(() => blockAt(cidr('100.64.0.0/16'), 15, 0)).toThrow(RangeError);
  });
});
