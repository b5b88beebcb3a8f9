import { KubectlV36Layer } from '@aws-cdk/lambda-layer-kubectl-v36';
import { InstanceType, type ISubnet, type IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  AccessPolicy,
  AccessScopeType,
  Addon,
  AuthenticationMode,
  Cluster,
  ClusterLoggingTypes,
  EndpointAccess,
  KubernetesVersion,
} from 'aws-cdk-lib/aws-eks';
import type { Construct } from 'constructs';

export interface FieldClusterProps {
  readonly vpc: IVpc;
  readonly nodeSubnets: readonly ISubnet[];
  /** ARN of the IAM role of those who administer the cluster. */
  readonly admin: string;
  /** ARN of the IAM role of those who look at it. */
  readonly viewer: string;
}

/**
 * The cluster as most CDK applications make it, with the `aws-eks` of 2018 (v1), and as much of ours as it can: private endpoint,
 * control-plane logs, access entries, prefix delegation, network policies.
 *
 * v1 knows no Auto Mode, so that nodes are a choice. It is the managed node group, which is two resources: Karpenter, with
 * which nodes come and go as they do in Auto Mode, would be a dozen more (a chart, two roles, an instance profile, a queue for
 * interruptions with a policy, four rules).
 */
export function fieldCluster(scope: Construct, { vpc, nodeSubnets, admin, viewer }: FieldClusterProps): Cluster {
  const cluster = new Cluster(scope, 'Cluster', {
    version: KubernetesVersion.V1_36,
    vpc,
    vpcSubnets: [{ subnets: [...nodeSubnets] }],
    endpointAccess: EndpointAccess.PRIVATE,
    clusterLogging: [ClusterLoggingTypes.API, ClusterLoggingTypes.AUDIT, ClusterLoggingTypes.AUTHENTICATOR],
    // Its default, the ConfigMap aws-auth, is deprecated; access entries are fewer custom resources too.
    authenticationMode: AuthenticationMode.API,
    bootstrapClusterCreatorAdminPermissions: false,
    kubectlLayer: new KubectlV36Layer(scope, 'Kubectl'),
    defaultCapacity: 0,
  });
  const nodes = cluster.addNodegroupCapacity('Nodes', {
    instanceTypes: [new InstanceType('c6a.large')],
    minSize: 1,
    maxSize: 3,
    subnets: { subnets: [...nodeSubnets] },
  });
  const network = new Addon(scope, 'VpcCni', {
    cluster,
    addonName: 'vpc-cni',
    configurationValues: { enableNetworkPolicy: 'true', env: { ENABLE_PREFIX_DELEGATION: 'true' } },
  });
  nodes.node.addDependency(network);
  grantAccess(cluster, 'Admin', admin, 'AmazonEKSClusterAdminPolicy');
  grantAccess(cluster, 'Viewer', viewer, 'AmazonEKSViewPolicy');
  return cluster;
}

function grantAccess(cluster: Cluster, id: string, principal: string, policy: string): void {
  cluster.grantAccess(id, principal, [
    AccessPolicy.fromAccessPolicyName(policy, { accessScopeType: AccessScopeType.CLUSTER }),
  ]);
}
