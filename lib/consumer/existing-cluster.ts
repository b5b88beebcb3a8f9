import { Validations } from 'aws-cdk-lib';
import { type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  AccessEntry,
  Cluster,
  type ClusterAttributes,
  type ICluster,
  IpFamily,
  KubectlProvider,
} from 'aws-cdk-lib/aws-eks-v2';
import { type IRole, OpenIdConnectProvider, Role } from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct, type IDependable } from 'constructs';
import { enforce } from '../rules.ts';
import { CLUSTER_ADMIN } from './cluster/access-entries.ts';
import { configCommandOf } from './cluster/config-command.ts';
import { EXISTING_CLUSTER_RULES, type ExistingClusterPlan } from './cluster/existing-cluster-rules.ts';
import { kubectlLayer, NEWEST_KUBERNETES_VERSION } from './cluster/kubectl-layer.ts';
import { kubectlRole } from './cluster/kubectl-role.ts';
import { tidyKubectl } from './cluster/tidy-kubectl.ts';
import type { IConsumerCluster, NodeArchitecture } from './i-consumer-cluster.ts';

export interface ExistingClusterProps {
  /** In the account and region of the stack. Its authentication mode has to be `API` or `API_AND_CONFIG_MAP`. */
  readonly clusterName: string;
  /**
   * The IAM provider of the cluster's issuer, for identities by IRSA.
   *
   * @default - none: identities have to be by EKS Pod Identity
   */
  readonly openIdConnectProviderArn?: string;
  /**
   * Given with `privateSubnetIds` and `clusterSecurityGroupId`, where the cluster's endpoint is private.
   *
   * @default - the endpoint is public
   */
  readonly vpcId?: string;
  /**
   * From where manifests are applied: with a way to the internet, by a NAT gateway for one.
   *
   * @default - see `vpcId`
   */
  readonly privateSubnetIds?: readonly string[];
  /** @default - see `vpcId` */
  readonly clusterSecurityGroupId?: string;
  /**
   * The role of KEDA's operator, where KEDA runs already.
   *
   * @default - KEDA has to be installed
   */
  readonly kedaOperatorRoleArn?: string;
  /** @default IpFamily.IP_V4 */
  readonly ipFamily?: IpFamily;
  /**
   * Of the nodes that pods may count on.
   *
   * @default 'amd64'
   */
  readonly nodeArchitecture?: NodeArchitecture;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
}

/**
 * A cluster that is there already. Added to it are an access entry, and what is applied through it: a function of our own
 * applies manifests, as an administrator, since it makes namespaces and installs KEDA's resource types. Nodes, network and
 * network policies are its owner's business.
 */
export class ExistingCluster extends Construct implements IConsumerCluster {
  readonly cluster: ICluster;
  readonly nodeArchitecture: NodeArchitecture;
  readonly ready: IDependable;
  readonly ipFamily: IpFamily;
  readonly kedaOperatorRole?: IRole;
  readonly configCommand: string;

  /** @throws ConfigurationError, when props are out of their limits; it says which, why and what to change */
  constructor(scope: Construct, id: string, props: ExistingClusterProps) {
    super(scope, id);
    const plan = planOf(props);
    enforce(this, EXISTING_CLUSTER_RULES, plan);
    this.nodeArchitecture = plan.nodeArchitecture;
    this.ipFamily = props.ipFamily ?? IpFamily.IP_V4;
    if (plan.kedaOperatorRoleArn !== undefined) {
      this.kedaOperatorRole = Role.fromRoleArn(this, 'KedaOperatorRole', plan.kedaOperatorRoleArn);
    }

    const attributes = attributesOf(this, plan);
    // Without a provider first: the provider asks the cluster for its VPC, and the cluster has a provider for life.
    const named = Cluster.fromClusterAttributes(this, 'Named', attributes);
    const inVpc = attributes.vpc !== undefined;
    const role = kubectlRole(this, 'KubectlRole', { clusterArn: named.clusterArn, inVpc });
    const access = new AccessEntry(this, 'KubectlAccess', {
      cluster: named,
      principal: role.roleArn,
      accessPolicies: [CLUSTER_ADMIN],
    });
    const kubectlProvider = new KubectlProvider(this, 'Kubectl', {
      cluster: named,
      kubectlLayer: kubectlLayer(this, 'KubectlLayer', NEWEST_KUBERNETES_VERSION),
      role: role.withoutPolicyUpdates(),
      ...(attributes.vpc && { privateSubnets: attributes.vpc.privateSubnets }),
    });
    // Whatever is applied refers to the function, and thereby waits for the entry, without which it would be refused.
    kubectlProvider.node.addDependency(access);
    tidyKubectl(this, kubectlProvider, { inVpc, logRetention: props.logRetention ?? RetentionDays.ONE_MONTH });

    this.ready = access;
    this.configCommand = configCommandOf(this, plan.clusterName);
    this.cluster = Cluster.fromClusterAttributes(this, 'Resource', { ...attributes, kubectlProvider });
  }
}

function attributesOf(scope: Construct, plan: ExistingClusterPlan): ClusterAttributes {
  const { clusterName, openIdConnectProviderArn: issuer, clusterSecurityGroupId } = plan;
  const vpc = importVpc(scope, plan);
  return {
    clusterName,
    ...(issuer && {
      openIdConnectProvider: OpenIdConnectProvider.fromOpenIdConnectProviderArn(scope, 'Issuer', issuer),
    }),
    ...(vpc && clusterSecurityGroupId && { vpc, clusterSecurityGroupId }),
  };
}

/** A function needs the ids of its subnets only. Zones would have to be looked up, or be asked for, and nobody reads them. */
function importVpc(scope: Construct, { vpcId, privateSubnetIds }: ExistingClusterPlan): IVpc | undefined {
  if (vpcId === undefined || privateSubnetIds === undefined) return undefined;
  const vpc = Vpc.fromVpcAttributes(scope, 'Vpc', {
    vpcId,
    availabilityZones: privateSubnetIds.map((_, index) => `zone-${index + 1}`),
    privateSubnetIds: [...privateSubnetIds],
  });
  Validations.of(vpc).acknowledge({
    id: '@aws-cdk/aws-ec2:noSubnetRouteTableId',
    reason: 'nothing is routed here: a function is put into subnets that have their routes',
  });
  return vpc;
}

function planOf(props: ExistingClusterProps): ExistingClusterPlan {
  return {
    clusterName: props.clusterName,
    openIdConnectProviderArn: props.openIdConnectProviderArn,
    vpcId: props.vpcId,
    privateSubnetIds: props.privateSubnetIds,
    clusterSecurityGroupId: props.clusterSecurityGroupId,
    kedaOperatorRoleArn: props.kedaOperatorRoleArn,
    nodeArchitecture: props.nodeArchitecture ?? 'amd64',
  };
}
