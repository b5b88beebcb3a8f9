import { cidr } from './cidr.ts';

/** The private networks of RFC 1918. A VPC's blocks come from one of them only. */
export const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(cidr);

/** RFC 6598: addresses between a provider and its customers, which no company's network uses inside. */
export const SHARED_RANGE = cidr('100.64.0.0/10');

/**
 * The addresses of the cluster's services. EKS would pick this block or 10.100.0.0/16 by itself; named, it can be compared with
 * the others at synthesis.
 */
export const SERVICE_RANGE = cidr('172.20.0.0/16');

/**
 * What the IPv4 internet does not route, so that EKS refuses it for a public endpoint. The blocks of documentation (RFC 5737)
 * pass, for an example that is pasted: nobody comes from there.
 */
export const NOT_ON_THE_INTERNET = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
  .map(cidr)
  .concat(PRIVATE_RANGES, SHARED_RANGE);

/** All that is routed of IPv6, and the documentation's. */
export const IPV6_INTERNET = cidr('2000::/3');

/**
 * Which later block AWS refuses beside a first one, though both are private and of one range.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#add-cidr-block-restrictions
 */
export const REFUSED_BESIDE = [
  { first: cidr('10.0.0.0/15'), later: cidr('10.0.0.0/16') },
  { first: cidr('172.16.0.0/12'), later: cidr('172.31.0.0/16') },
];
