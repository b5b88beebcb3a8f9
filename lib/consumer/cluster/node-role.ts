import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeManagedPolicies } from './managed-policy-findings.ts';

/** What AWS names as the least for a node of Auto Mode: to get its pods' identities, and to pull images. */
const POLICIES = ['AmazonEKSWorkerNodeMinimalPolicy', 'AmazonEC2ContainerRegistryPullOnly'];

/** The role of the nodes. Pods cannot take it: nodes of Auto Mode answer metadata requests (IMDSv2) one hop away only. */
export function nodeRole(scope: Construct, id: string): Role {
  const role = new Role(scope, id, {
    description: 'The nodes of the cluster',
    assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
    managedPolicies: POLICIES.map((name) => ManagedPolicy.fromAwsManagedPolicyName(name)),
  });
  acknowledgeManagedPolicies(role, POLICIES, 'the least that AWS names for a node of Auto Mode');
  return role;
}
