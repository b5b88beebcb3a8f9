import { describe, expect, test } from '@jest/globals';
import { ENDPOINT_RULES, type EndpointPlan } from '../../../../lib/consumer/network/endpoint-rules.ts';

function flaws(endpointPublicAccessCidrs: string[], podNetwork: EndpointPlan['podNetwork'] = 'prefix'): string[] {
  const plan = { endpointPublicAccessCidrs, podNetwork };
  return ENDPOINT_RULES.filter(({ broken }) => broken(plan)).map(({ message }) => message(plan));
}

const DO = 'give the networks of your offices, or leave the list empty for an endpoint that is in the VPC only';

describe('the endpoint of the Kubernetes API', () => {
  test('may be reached from networks of the internet, and from none', () => {
    expect(flaws([])).toEqual([]);
    expect(flaws(['52.94.76.0/24', '52.95.0.1/32', '15.0.0.0/8'])).toEqual([]);
    expect(flaws(['52.94.76.0/24', '2600:1f18::/32'], 'ipv6')).toEqual([]);
  });

  test('may be given the addresses of the documentation, as an example does', () => {
    expect(flaws(['192.0.2.0/24', '198.51.100.0/24', '203.0.113.5/32', '2001:db8::/32'], 'ipv6')).toEqual([]);
  });

  test.each([
    ['0.0.0.0/0', 8],
    ['0.0.0.0/1', 8],
    ['128.0.0.0/1', 8],
    ['52.0.0.0/7', 8],
    ['::/0', 32],
    ['2000::/3', 32],
  ])('is not open to the world, as it is with %s', (text, widest) => {
    expect(flaws([text], 'ipv6')).toEqual([
      `endpointPublicAccessCidrs has ${text}, which opens the endpoint to the world, but may be a /${widest} at most: ${DO}`,
    ]);
  });

  test.each([
    '10.0.0.0/8',
    '10.1.2.3/32',
    '172.16.0.0/12',
    '192.168.1.0/24',
    '100.64.0.0/10',
    '127.0.0.1/32',
    '169.254.169.254/32',
    '198.18.0.0/15',
    // Around a reserved block, not within one.
    '198.0.0.0/8',
    '224.0.0.0/8',
    '255.255.255.255/32',
    'fd00::/32',
    'fe80::/64',
  ])('is not for %s, which EKS refuses', (text) => {
    expect(flaws([text], 'ipv6')).toEqual([
      `endpointPublicAccessCidrs has ${text}, which is not on the internet, so that EKS refuses it: ${DO}`,
    ]);
  });

  test('has IPv6 in an IPv6 cluster only', () => {
    expect(flaws(['2600:1f18::/32'])).toEqual([
      `endpointPublicAccessCidrs has 2600:1f18::/32, but the endpoint has IPv6 addresses only where podNetwork is ipv6: ${DO}`,
    ]);
  });

  test('gets blocks that are written right, and says of each that is not', () => {
    expect(flaws(['office', '52.94.76.9/24', '52.94.77.0/24'])).toEqual([
      `endpointPublicAccessCidrs has "office", which is no address, / and length of a prefix, and "52.94.76.9/24", which has to be written 52.94.76.0/24: ${DO}`,
    ]);
  });

  test('gets 40 blocks at most', () => {
    const blocks = Array.from({ length: 41 }, (_, index) => `52.94.${index}.0/24`);
    expect(flaws(blocks.slice(1))).toEqual([]);
    expect(flaws(blocks)).toEqual([
      'endpointPublicAccessCidrs has 41 blocks, but EKS takes 40: join neighbours into larger ones',
    ]);
  });

  test('gets each block once', () => {
    expect(flaws(['52.94.76.0/24', '52.94.77.0/24', '52.94.76.0/24'])).toEqual([
      'endpointPublicAccessCidrs has "52.94.76.0/24" twice, but each block counts once: remove one',
    ]);
  });
});
