import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { SubnetType, type Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  type CfnCluster,
  Cluster,
  ClusterLoggingTypes,
  EndpointAccess,
  KubernetesVersion,
} from 'aws-cdk-lib/aws-eks-v2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { PodNetwork } from '../network/pod-network.ts';
import { kubectlLayer } from './kubectl-layer.ts';
import { kubectlRole } from './kubectl-role.ts';
import { acknowledgeManagedPolicies } from './managed-policy-findings.ts';
import { tidyKubectl } from './tidy-kubectl.ts';

export interface AutoModeClusterProps {
  readonly clusterName: string;
  readonly kubernetesVersion: string;
  readonly vpc: Vpc;
  readonly network: PodNetwork;
  readonly endpointPublicAccessCidrs: readonly string[];
  readonly nodeRole: IRole;
  readonly builtInNodePools: readonly string[];
  readonly logRetention: RetentionDays;
  readonly deletionProtection: boolean;
}

/**
 * Makes the cluster, with the function that applies manifests in its private subnets: that is where it is reached over the
 * private endpoint, which every cluster here has.
 */
export function autoModeCluster(scope: Construct, id: string, props: AutoModeClusterProps): Cluster {
  const { clusterName, vpc, network, kubernetesVersion, logRetention } = props;
  const clusterArn = Stack.of(scope).formatArn({ service: 'eks', resource: 'cluster', resourceName: clusterName });
  const role = kubectlRole(scope, `${id}KubectlRole`, { clusterArn, inVpc: true });
  const cluster = new Cluster(scope, id, {
    clusterName,
    version: KubernetesVersion.of(kubernetesVersion),
    vpc,
    vpcSubnets: [{ subnetType: SubnetType.PRIVATE_WITH_EGRESS }],
    ipFamily: network.ipFamily,
    ...(network.serviceIpv4Cidr && { serviceIpv4Cidr: network.serviceIpv4Cidr }),
    endpointAccess: endpointAccess(props.endpointPublicAccessCidrs),
    compute: { nodePools: [...props.builtInNodePools], nodeRole: props.nodeRole },
    // Otherwise whoever deploys first is an administrator for ever, without an entry that says so.
    bootstrapClusterCreatorAdminPermissions: false,
    clusterLogging: [ClusterLoggingTypes.API, ClusterLoggingTypes.AUDIT, ClusterLoggingTypes.AUTHENTICATOR],
    kubectlProviderOptions: {
      kubectlLayer: kubectlLayer(scope, `${id}Kubectl`, kubernetesVersion),
      role: role.withoutPolicyUpdates(),
    },
    // It would name a role only where there is one for all administrators.
    outputConfigCommand: false,
  });
  const resource = cluster.node.defaultChild as CfnCluster;
  // The default, when the version is 14 months old, is extended support for $438 a month in the place of $73. With this one EKS
  // upgrades the cluster.
  resource.upgradePolicy = { supportType: 'STANDARD' };
  resource.deletionProtection = props.deletionProtection;
  resource.node.addDependency(controlPlaneLogs(scope, `${id}Logs`, clusterName, logRetention));
  acknowledgeManagedPolicies(
    cluster.role,
    CLUSTER_POLICIES,
    'what AWS prescribes for the role of a cluster in Auto Mode',
  );
  if (cluster.kubectlProvider) tidyKubectl(scope, cluster.kubectlProvider, { logRetention, inVpc: true });
  return cluster;
}

/** Which the CDK gives to the cluster's role. */
const CLUSTER_POLICIES = ['Cluster', 'Compute', 'BlockStorage', 'LoadBalancing', 'Networking'].map(
  (name) => `AmazonEKS${name}Policy`,
);

function endpointAccess(publicCidrs: readonly string[]): EndpointAccess {
  return publicCidrs.length === 0 ? EndpointAccess.PRIVATE : EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom(...publicCidrs);
}

/** EKS makes this group where it is not there, to be kept for ever. */
function controlPlaneLogs(scope: Construct, id: string, clusterName: string, retention: RetentionDays): LogGroup {
  return new LogGroup(scope, id, {
    logGroupName: `/aws/eks/${clusterName}/cluster`,
    retention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
