import { CfnPodIdentityAssociation } from 'aws-cdk-lib/aws-eks-v2';
import { Role, ServicePrincipal, SessionTagsPrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { PodSubject } from './pod-subject.ts';

/**
 * A role that EKS Pod Identity gives to the pods of one service account. It needs no OIDC provider, and on Auto Mode no add-on:
 * the agent is part of every node there.
 *
 * An association is enough for EKS to hand the role out; the trust says once more to whom, in the tags that EKS sets on every
 * session, so that an association that somebody else makes is refused. The cluster's ARN has the account and the region in it.
 */
export function podIdentityRole(
  scope: Construct,
  id: string,
  { cluster, namespace, serviceAccountName }: PodSubject,
): Role {
  const role = new Role(scope, id, {
    assumedBy: new SessionTagsPrincipal(
      new ServicePrincipal('pods.eks.amazonaws.com', {
        conditions: {
          StringEquals: {
            'aws:RequestTag/eks-cluster-arn': cluster.clusterArn,
            'aws:RequestTag/kubernetes-namespace': namespace,
            'aws:RequestTag/kubernetes-service-account': serviceAccountName,
          },
        },
      }),
    ),
  });
  new CfnPodIdentityAssociation(scope, 'Association', {
    clusterName: cluster.clusterName,
    namespace,
    serviceAccount: serviceAccountName,
    roleArn: role.roleArn,
  });
  return role;
}
