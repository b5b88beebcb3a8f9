import { describe, expect, test } from '@jest/globals';
import { NETWORK_RULES, type NetworkPlan } from '../../../../lib/consumer/network/network-rules.ts';

const GOOD: NetworkPlan = {
  podNetwork: 'secondaryCidr',
  vpcCidr: '10.0.0.0/16',
  podCidr: '100.64.0.0/16',
  natGateways: 1,
  availabilityZones: undefined,
};

/** The sentences that a plan gets. */
function flaws(change: Partial<Record<keyof NetworkPlan, unknown>>): string[] {
  const plan = { ...GOOD, ...change } as NetworkPlan;
  return NETWORK_RULES.filter(({ broken }) => broken(plan)).map(({ message }) => message(plan));
}

describe('the VPC', () => {
  test.each([
    ['10.0.0.0/16', 'prefix'],
    ['10.0.192.0/18', 'prefix'],
    ['192.168.7.0/24', 'secondaryCidr'],
    ['172.31.0.0/20', 'ipv6'],
    ['100.65.0.0/16', 'prefix'],
    // Services have IPv6 addresses there.
    ['172.20.0.0/16', 'ipv6'],
  ])('may have %s with podNetwork %s', (vpcCidr, podNetwork) => {
    expect(flaws({ vpcCidr, podNetwork })).toEqual([]);
  });

  test.each([
    ['10.0.0.0', 'vpcCidr is "10.0.0.0", but has to be a block of IPv4 addresses such as 10.0.0.0/16: change it'],
    [
      '2600:1f18::/56',
      'vpcCidr is "2600:1f18::/56", but has to be a block of IPv4 addresses such as 10.0.0.0/16: change it',
    ],
    [
      '10.0.0.1/16',
      'vpcCidr is "10.0.0.1/16", but has to be the first address of its block and the length of the prefix: write 10.0.0.0/16',
    ],
    [
      '10.0.0.0/15',
      'vpcCidr is 10.0.0.0/15, but has to be a /16 to a /18, which is room for two zones with podNetwork prefix: change it',
    ],
    [
      '10.0.0.0/19',
      'vpcCidr is 10.0.0.0/19, but has to be a /16 to a /18, which is room for two zones with podNetwork prefix: change it',
    ],
    [
      '52.94.0.0/16',
      'vpcCidr is 52.94.0.0/16, but has to be within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, which the internet does not use: change it',
    ],
    [
      '172.20.64.0/18',
      "vpcCidr is 172.20.64.0/18, but the cluster's services have 172.20.0.0/16, and no address can be in both: change one",
    ],
  ])('may not have %s', (vpcCidr, sentence) => {
    expect(flaws({ vpcCidr, podNetwork: 'prefix' })).toEqual([sentence]);
  });

  test('may be small where pods have their addresses from elsewhere, but not smaller than a /24', () => {
    const sentence = (podNetwork: string) =>
      `vpcCidr is 10.0.0.0/25, but has to be a /16 to a /24, which is room for two zones with podNetwork ${podNetwork}: change it`;
    expect(flaws({ vpcCidr: '10.0.0.0/25' })).toEqual([sentence('secondaryCidr')]);
    expect(flaws({ vpcCidr: '10.0.0.0/25', podNetwork: 'ipv6' })).toEqual([sentence('ipv6')]);
  });
});

describe('the block of the pods', () => {
  test.each([
    ['100.64.0.0/16', '10.0.0.0/16'],
    ['100.127.252.0/22', '192.168.0.0/24'],
    ['10.1.0.0/16', '10.2.0.0/16'],
    ['10.9.0.0/16', '10.0.0.0/16'],
    ['172.18.0.0/16', '172.16.0.0/16'],
    ['100.65.0.0/16', '100.64.0.0/16'],
  ])('may be %s beside %s', (podCidr, vpcCidr) => {
    expect(flaws({ podCidr, vpcCidr })).toEqual([]);
  });

  test.each([
    [
      'nonsense',
      '10.0.0.0/16',
      'podCidr is "nonsense", but has to be a block of IPv4 addresses such as 10.0.0.0/16: change it',
    ],
    [
      '100.64.0.0/10',
      '10.0.0.0/16',
      'podCidr is 100.64.0.0/10, but has to be a /16 to a /22, of which each zone has half: change it',
    ],
    [
      '10.0.64.0/18',
      '10.0.0.0/16',
      'podCidr is 10.0.64.0/18, but vpcCidr is 10.0.0.0/16, and no address can be in both: change one',
    ],
    [
      '10.0.0.0/16',
      '10.1.0.0/16',
      'podCidr is 10.0.0.0/16, which AWS refuses beside the vpcCidr 10.1.0.0/16, but has to be within 100.64.0.0/10, or 10.0.0.0/8 outside of 10.0.0.0/16: change it',
    ],
    [
      '192.168.0.0/16',
      '10.0.0.0/16',
      'podCidr is 192.168.0.0/16, which AWS refuses beside the vpcCidr 10.0.0.0/16, but has to be within 100.64.0.0/10, or 10.0.0.0/8: change it',
    ],
    [
      '172.31.0.0/16',
      '172.16.0.0/16',
      'podCidr is 172.31.0.0/16, which AWS refuses beside the vpcCidr 172.16.0.0/16, but has to be within 100.64.0.0/10, or 172.16.0.0/12 outside of 172.31.0.0/16: change it',
    ],
    [
      '10.0.0.0/16',
      '100.64.0.0/16',
      'podCidr is 10.0.0.0/16, which AWS refuses beside the vpcCidr 100.64.0.0/16, but has to be within 100.64.0.0/10: change it',
    ],
    [
      '52.94.0.0/16',
      '10.0.0.0/16',
      'podCidr is 52.94.0.0/16, but has to be within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, which the internet does not use: change it',
    ],
    [
      '172.20.0.0/18',
      '172.16.0.0/16',
      "podCidr is 172.20.0.0/18, but the cluster's services have 172.20.0.0/16, and no address can be in both: change one",
    ],
  ])('may not be %s beside %s', (podCidr, vpcCidr, sentence) => {
    expect(flaws({ podCidr, vpcCidr })).toEqual([sentence]);
  });

  test.each(['prefix', 'ipv6'])('does not count with podNetwork %s', (podNetwork) => {
    expect(flaws({ podCidr: '10.0.0.0/16', podNetwork })).toEqual([]);
  });
});

describe('the rest of the network', () => {
  test('is one of those that there are', () => {
    expect(flaws({ podNetwork: 'weave' })).toEqual([
      'podNetwork is "weave", but has to be one of prefix, secondaryCidr, ipv6: change it',
    ]);
    expect(flaws({ podNetwork: 'toString' })).toHaveLength(1);
  });

  test.each([0, 3, 1.5])('has one NAT gateway or two, not %s', (natGateways) => {
    expect(flaws({ natGateways })).toEqual([
      `natGateways is the number ${natGateways}, but has to be 1, or 2 for one in each availability zone: change it`,
    ]);
  });

  test.each([[['eu-west-1a']], [['eu-west-1a', 'eu-west-1a']], [['a', 'b', 'c']]])('has two zones, not %j', (zones) => {
    expect(flaws({ availabilityZones: zones })).toEqual([
      `availabilityZones is ${JSON.stringify(zones)}, but has to be two zones of the region: change it, or leave it out for the first two`,
    ]);
  });
});
