import { type ExistingClusterSettings, existingCluster } from './existing-cluster.ts';
import { boolean, listOf, oneOf, type Parser, text, wholeNumber } from './parsers.ts';

/** What may be set of the cluster that runs the consumers; without effect where `consumer` is `lambda`. */
export interface ClusterSettings {
  /**
   * The Kubernetes version of the cluster. $73 a month for the control plane; the cluster's upgrade policy never lets it
   * drift into extended support, which would be $438.
   *
   * @default '1.36'
   */
  readonly kubernetesVersion: string;
  /**
   * Where pods get their addresses: `prefix` from the subnets of the nodes, in blocks of 16; `secondaryCidr` from `podCidr`;
   * `ipv6` from the VPC's IPv6 block. Costs nothing by itself. It is chosen once: `ipv6` cannot be changed afterwards, and the
   * others move every pod.
   *
   * @default 'prefix'
   */
  readonly podNetwork: 'prefix' | 'secondaryCidr' | 'ipv6';
  /**
   * The IPv4 addresses of the VPC.
   *
   * @default '10.0.0.0/16'
   */
  readonly vpcCidr: string;
  /**
   * The addresses of the pods, where `podNetwork` is `secondaryCidr`: shared address space (RFC 6598), which no company's
   * network uses, so that as many as a /16 are free.
   *
   * @default '100.64.0.0/16'
   */
  readonly podCidr: string;
  /**
   * How many NAT gateways: 1, or one in each of the two availability zones, so that the loss of one zone stops no pod of the
   * other. $36.50 a month each with its address, and $0.045 a GB.
   *
   * @default 1
   */
  readonly natGateways: number;
  /**
   * Who reaches the Kubernetes API from outside of the VPC, such as `["203.0.113.0/24"]`. Costs nothing.
   *
   * @default [] nobody does: the endpoint is in the VPC only
   */
  readonly endpointPublicAccessCidrs: readonly string[];
  /**
   * ARNs of the IAM roles and users that administer the cluster.
   *
   * @default [] none, but for the Lambda that applies this stack's manifests
   */
  readonly clusterAdmins: readonly string[];
  /**
   * ARNs of the IAM roles and users that may look at everything in the cluster but its Secrets.
   *
   * @default [] none
   */
  readonly clusterViewers: readonly string[];
  /**
   * How a pod comes to its role: `irsa` by the cluster's OIDC provider, which works on every cluster; `podIdentity` by the agent
   * that Auto Mode has and other clusters install as an add-on. Costs nothing.
   *
   * @default 'irsa'
   */
  readonly identityType: 'irsa' | 'podIdentity';
  /**
   * The processor of the nodes, for which the image is built: `arm64` makes a node pool of its own, a tenth cheaper.
   *
   * @default 'amd64'
   */
  readonly nodeArchitecture: 'amd64' | 'arm64';
  /**
   * Whether the CloudWatch observability add-on ships the pods' logs and metrics: see docs/costs.md for its price.
   *
   * @default false
   */
  readonly containerInsights: boolean;
  /**
   * A cluster that is there already, in the place of one of our own.
   *
   * @default - the stack makes a cluster
   */
  readonly existingCluster?: ExistingClusterSettings;
}

export const CLUSTER_DEFAULTS: ClusterSettings = {
  kubernetesVersion: '1.36',
  podNetwork: 'prefix',
  vpcCidr: '10.0.0.0/16',
  podCidr: '100.64.0.0/16',
  natGateways: 1,
  endpointPublicAccessCidrs: [],
  clusterAdmins: [],
  clusterViewers: [],
  identityType: 'irsa',
  nodeArchitecture: 'amd64',
  containerInsights: false,
};

const CIDR = text(/^[0-9a-f.:]+\/\d{1,3}$/i, 'a CIDR block such as 10.0.0.0/16');
const PRINCIPAL = text(/^arn:\S+$/, 'the ARN of an IAM role or user, such as arn:aws:iam::123456789012:role/Operators');
/** What a CIDR, an ARN or a version means is checked where it is used: the constructs stand without these settings too. */
export const CLUSTER_PARSERS: {
  readonly [Name in keyof ClusterSettings]-?: Parser<NonNullable<ClusterSettings[Name]>>;
} = {
  kubernetesVersion: text(/^1\.\d{2}$/, 'a Kubernetes version such as 1.36, as text'),
  podNetwork: oneOf(['prefix', 'secondaryCidr', 'ipv6']),
  vpcCidr: CIDR,
  podCidr: CIDR,
  natGateways: wholeNumber(1, 2),
  endpointPublicAccessCidrs: listOf(CIDR),
  clusterAdmins: listOf(PRINCIPAL),
  clusterViewers: listOf(PRINCIPAL),
  identityType: oneOf(['irsa', 'podIdentity']),
  nodeArchitecture: oneOf(['amd64', 'arm64']),
  containerInsights: boolean,
  existingCluster,
};
