import { Names } from 'aws-cdk-lib';
import type { Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Cluster, IpFamily } from 'aws-cdk-lib/aws-eks-v2';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct, DependencyGroup, type IDependable } from 'constructs';
import { enforce } from '../rules.ts';
import { accessEntries, CLUSTER_ADMIN, VIEW } from './cluster/access-entries.ts';
import { autoModeCluster } from './cluster/auto-mode-cluster.ts';
import { CLUSTER_RULES, type ClusterPlan } from './cluster/cluster-rules.ts';
import { configCommandOf } from './cluster/config-command.ts';
import { ContainerInsights } from './cluster/container-insights.ts';
import { NETWORK_POLICIES_ON } from './cluster/network-policies.ts';
import { nodeRole } from './cluster/node-role.ts';
import { builtInNodePools, Nodes } from './cluster/nodes.ts';
import type { IConsumerCluster, NodeArchitecture } from './i-consumer-cluster.ts';
import { ClusterVpc } from './network/cluster-vpc.ts';
import type { PodNetworkName } from './network/pod-network.ts';
import { podNetwork } from './network/pod-networks.ts';

export interface ConsumerClusterProps {
  /**
   * One that kubectl is here for.
   *
   * @default '1.36'
   */
  readonly kubernetesVersion?: string;
  /**
   * Where pods get their addresses. `ipv6` is fixed when the cluster is made.
   *
   * @default 'prefix'
   */
  readonly podNetwork?: PodNetworkName;
  /**
   * The VPC's IPv4 addresses, a /16 to a /18; where pods have theirs from elsewhere, a /24 at least.
   *
   * @default '10.0.0.0/16'
   */
  readonly vpcCidr?: string;
  /**
   * The pods' addresses where `podNetwork` is `secondaryCidr`, a /16 to a /22.
   *
   * @default '100.64.0.0/16'
   */
  readonly podCidr?: string;
  /**
   * 1, or 2 for one in each zone. $36.50 a month each, and $0.045 a GB.
   *
   * @default 1
   */
  readonly natGateways?: number;
  /**
   * Two zones of the region. EKS refuses a few: `use1-az3`, `usw1-az2` and `cac1-az3`, whose names differ by account.
   *
   * @default - the first two of the region
   */
  readonly availabilityZones?: readonly string[];
  /**
   * Networks of the internet that reach the Kubernetes API, at most 40.
   *
   * @default [] none: the endpoint is in the VPC only
   */
  readonly endpointPublicAccessCidrs?: readonly string[];
  /**
   * ARNs of IAM roles and users that may do everything in the cluster.
   *
   * @default [] none: whoever makes the cluster may do nothing in it either
   */
  readonly admins?: readonly string[];
  /**
   * ARNs of IAM roles and users that may see everything in the cluster but its Secrets.
   *
   * @default [] none
   */
  readonly viewers?: readonly string[];
  /**
   * Of the nodes that pods may count on.
   *
   * @default 'amd64'
   */
  readonly nodeArchitecture?: NodeArchitecture;
  /**
   * Of the control plane's logs, of refused traffic, and of the pods' logs where `containerInsights` ships them.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;
  /**
   * Whether CloudWatch gets the pods' logs and metrics, which is paid by volume.
   *
   * @default false
   */
  readonly containerInsights?: boolean;
  /**
   * Whether EKS refuses to delete the cluster, and with it a stack's update or removal that would.
   *
   * @default false
   */
  readonly deletionProtection?: boolean;
}

/**
 * An EKS cluster in Auto Mode with a VPC of its own: nodes come when pods need them, are patched and go by themselves.
 *
 * Access is by access entries only. Secrets are encrypted like everything else in the control plane, under a key of AWS: a key
 * of our own would cost $1 a month, could not be taken away again, and would guard Secrets that no consumer has.
 *
 * The cluster has a name, so that its log group is there before it, with a retention. A change that has to replace the cluster
 * (`ipv6`, or away from it) therefore fails, in the place of taking everything down: make a second stack and move.
 */
export class ConsumerCluster extends Construct implements IConsumerCluster {
  readonly cluster: Cluster;
  readonly nodeArchitecture: NodeArchitecture;
  readonly ready: IDependable;
  readonly ipFamily: IpFamily;
  readonly vpc: Vpc;
  /** Whose policies are what nodes may do. */
  readonly nodeRole: Role;
  readonly configCommand: string;

  /** @throws ConfigurationError, when props are out of their limits; it says which, why and what to change */
  constructor(scope: Construct, id: string, props: ConsumerClusterProps = {}) {
    super(scope, id);
    const plan = planOf(props);
    enforce(this, CLUSTER_RULES, plan);
    const logRetention = props.logRetention ?? RetentionDays.ONE_MONTH;
    const clusterName = Names.uniqueResourceName(this, {
      maxLength: 100,
      separator: '-',
      allowedSpecialCharacters: '-',
    });
    const network = podNetwork(plan.podNetwork, plan.podCidr);
    this.nodeArchitecture = plan.nodeArchitecture;
    this.ipFamily = network.ipFamily;

    const { vpc, nodeSubnets } = new ClusterVpc(this, 'Network', {
      ...plan,
      ipProtocol: network.ipProtocol,
      logRetention,
    });
    const podSubnets = network.addPodSubnets?.(vpc, nodeSubnets);
    this.vpc = vpc;

    this.nodeRole = nodeRole(this, 'NodeRole');
    this.cluster = autoModeCluster(this, 'Cluster', {
      ...plan,
      clusterName,
      vpc,
      network,
      nodeRole: this.nodeRole,
      builtInNodePools: builtInNodePools(plan.nodeArchitecture, podSubnets),
      logRetention,
      deletionProtection: props.deletionProtection ?? false,
    });

    const nodes = new Nodes(this, 'Nodes', {
      cluster: this.cluster,
      role: this.nodeRole,
      architecture: plan.nodeArchitecture,
      nodeSubnets,
      podSubnets,
    });
    this.ready = new DependencyGroup(
      this.cluster.addManifest('NetworkPolicies', NETWORK_POLICIES_ON),
      ...accessEntries(this, 'Admin', this.cluster, plan.admins, CLUSTER_ADMIN),
      ...accessEntries(this, 'Viewer', this.cluster, plan.viewers, VIEW),
      nodes.ready,
    );
    if (props.containerInsights ?? false) {
      const insights = new ContainerInsights(this, 'Insights', { cluster: this.cluster, clusterName, logRetention });
      insights.addon.node.addDependency(this.ready);
    }
    this.configCommand = configCommandOf(this, clusterName);
  }
}

function planOf(props: ConsumerClusterProps): ClusterPlan {
  return {
    kubernetesVersion: props.kubernetesVersion ?? '1.36',
    podNetwork: props.podNetwork ?? 'prefix',
    vpcCidr: props.vpcCidr ?? '10.0.0.0/16',
    podCidr: props.podCidr ?? '100.64.0.0/16',
    natGateways: props.natGateways ?? 1,
    availabilityZones: props.availabilityZones,
    endpointPublicAccessCidrs: props.endpointPublicAccessCidrs ?? [],
    admins: props.admins ?? [],
    viewers: props.viewers ?? [],
    nodeArchitecture: props.nodeArchitecture ?? 'amd64',
  };
}
