import type { IpFamily } from 'aws-cdk-lib/aws-eks-v2';
import type { Construct } from 'constructs';
import { PRODUCTION, type Settings } from '../settings.ts';
import { ConsumerCluster } from './cluster.ts';
import { ExistingCluster } from './existing-cluster.ts';
import type { IConsumerCluster } from './i-consumer-cluster.ts';

/** The cluster that the settings ask for: one of our own, or one that is there already. */
export function clusterFor(scope: Construct, settings: Settings): IConsumerCluster {
  const { existingCluster, nodeArchitecture } = settings;
  if (existingCluster !== undefined) {
    return new ExistingCluster(scope, 'Cluster', {
      ...existingCluster,
      ipFamily: existingCluster.ipFamily as IpFamily | undefined,
      nodeArchitecture,
      logRetention: settings.logRetentionDays,
    });
  }
  return new ConsumerCluster(scope, 'Cluster', {
    kubernetesVersion: settings.kubernetesVersion,
    podNetwork: settings.podNetwork,
    vpcCidr: settings.vpcCidr,
    podCidr: settings.podCidr,
    natGateways: settings.natGateways,
    endpointPublicAccessCidrs: settings.endpointPublicAccessCidrs,
    admins: settings.clusterAdmins,
    viewers: settings.clusterViewers,
    nodeArchitecture,
    containerInsights: settings.containerInsights,
    logRetention: settings.logRetentionDays,
    deletionProtection: settings.stage === PRODUCTION,
  });
}
