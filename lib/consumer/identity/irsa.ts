import { Fn } from 'aws-cdk-lib';
import type { ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { CfnRole, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { PodSubject } from './pod-subject.ts';

/** For whom kubelet makes the tokens that EKS puts into pods, in every partition. */
const AUDIENCE = 'sts.amazonaws.com';

/**
 * A role that the pods of one service account take on with the token that kubelet gives them (IRSA).
 *
 * The keys of the trust's conditions begin with the cluster's issuer, which is known only on deployment, and CloudFormation lets
 * no key of a map be computed. The CDK's own service account has a Lambda put the map together; here the whole document is a
 * text with the issuer filled in, which CloudFormation does by itself.
 */
export function irsaRole(scope: Construct, id: string, { cluster, namespace, serviceAccountName }: PodSubject): Role {
  const provider = cluster.openIdConnectProvider;
  const role = new Role(scope, id, { assumedBy: new WebIdentityPrincipal(provider.openIdConnectProviderArn) });
  const { defaultChild } = role.node;
  if (!(defaultChild instanceof CfnRole)) throw new Error(`${role.node.path} is not made of an AWS::IAM::Role`);
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: variable('Provider') },
        Condition: {
          StringEquals: {
            [`${variable('Issuer')}:aud`]: AUDIENCE,
            [`${variable('Issuer')}:sub`]: `system:serviceaccount:${namespace}:${serviceAccountName}`,
          },
        },
      },
    ],
  };
  defaultChild.assumeRolePolicyDocument = Fn.sub(JSON.stringify(trust), {
    Provider: provider.openIdConnectProviderArn,
    Issuer: provider.openIdConnectProviderIssuer,
  });
  return role;
}

/** Of `Fn::Sub`. */
function variable(name: string): string {
  return `\${${name}}`;
}

/** Whether the cluster can be asked for its provider: one that is there already has it only where somebody named it. */
export function hasOidcProvider(cluster: ICluster): boolean {
  try {
    return cluster.openIdConnectProvider !== undefined;
  } catch (error) {
    if (String(error).includes('is not defined for this imported cluster')) return false;
    throw error;
  }
}
