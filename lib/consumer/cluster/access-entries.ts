import { createHash } from 'node:crypto';
import { Stack } from 'aws-cdk-lib';
import { AccessEntry, AccessPolicy, AccessPolicyArn, AccessScopeType, type ICluster } from 'aws-cdk-lib/aws-eks-v2';
import type { Construct } from 'constructs';

/** Everything in the cluster. */
export const CLUSTER_ADMIN = clusterWide(AccessPolicyArn.AMAZON_EKS_CLUSTER_ADMIN_POLICY);
/** What the Kubernetes role `view` shows, in every namespace: all but Secrets, which `AmazonEKSAdminViewPolicy` has. */
export const VIEW = clusterWide(AccessPolicyArn.AMAZON_EKS_VIEW_POLICY);
/** To join the cluster as a node of Auto Mode. */
export const AUTO_NODE = clusterWide(AccessPolicyArn.of('AmazonEKSAutoNodePolicy'));

/**
 * An access entry for each principal.
 *
 * An entry has its id by its principal, not by its place in the list: an entry that changes its principal is replaced, and the
 * new one would meet the one that still has it.
 */
export function accessEntries(
  scope: Construct,
  kind: string,
  cluster: ICluster,
  principals: readonly string[],
  policy: AccessPolicy,
): AccessEntry[] {
  return principals.map(
    (principal) =>
      new AccessEntry(scope, `${kind}${fingerprint(scope, principal)}`, {
        cluster,
        principal,
        accessPolicies: [policy],
      }),
  );
}

/** The name of a role that is made in the same app is a token, whose text changes from run to run; what it stands for stays. */
function fingerprint(scope: Construct, principal: string): string {
  const resolved = JSON.stringify(Stack.of(scope).resolve(principal));
  return createHash('sha256').update(resolved).digest('hex').slice(0, 8);
}

function clusterWide(policy: AccessPolicyArn): AccessPolicy {
  return new AccessPolicy({ policy, accessScope: { type: AccessScopeType.CLUSTER } });
}
