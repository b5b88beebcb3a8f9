import { Token } from 'aws-cdk-lib';
import { describe } from '../../../contract/describe.ts';
import type { Rule } from '../../rules.ts';
import type { NodeArchitecture } from '../i-consumer-cluster.ts';
import { flawRule } from '../network/flaw-rule.ts';
import { isPrincipalArn, nodeArchitectureRule } from './cluster-rules.ts';

/** What is checked before anything is added to a cluster that is there already. */
export interface ExistingClusterPlan {
  readonly clusterName: string;
  readonly openIdConnectProviderArn: string | undefined;
  readonly vpcId: string | undefined;
  readonly privateSubnetIds: readonly string[] | undefined;
  readonly clusterSecurityGroupId: string | undefined;
  readonly kedaOperatorRoleArn: string | undefined;
  readonly nodeArchitecture: NodeArchitecture;
}

const CLUSTER_NAME = /^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/;
const OIDC_PROVIDER_ARN = /^arn:aws(-[a-z]+)*:iam::\d{12}:oidc-provider\/[\w.-]+(\/[\w.-]+)*$/;

export const EXISTING_CLUSTER_RULES: readonly Rule<ExistingClusterPlan>[] = [
  flawRule(({ clusterName }) =>
    fits(clusterName, CLUSTER_NAME)
      ? undefined
      : `clusterName is ${describe(clusterName)}, but has to be the name of an EKS cluster, 1 to 100 of A-Z a-z 0-9 _ -: correct it`,
  ),
  flawRule(({ openIdConnectProviderArn: arn }) =>
    arn === undefined || fits(arn, OIDC_PROVIDER_ARN)
      ? undefined
      : `openIdConnectProviderArn is ${JSON.stringify(arn)}, but has to be the ARN of the IAM provider of the cluster's issuer, such as arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF: correct it`,
  ),
  flawRule(({ vpcId, privateSubnetIds, clusterSecurityGroupId }) => {
    const given = Object.entries({ vpcId, privateSubnetIds, clusterSecurityGroupId });
    const missing = given.filter(([, value]) => value === undefined || value.length === 0).map(([name]) => name);
    return missing.length === 0 || given.every(([, value]) => value === undefined)
      ? undefined
      : `${missing.join(' and ')} of the cluster ${missing.length === 1 ? 'is' : 'are'} not given, but where its endpoint is private the three of vpcId, privateSubnetIds and clusterSecurityGroupId have to be: give all, or none where the endpoint is public`;
  }),
  flawRule(({ kedaOperatorRoleArn: arn }) =>
    arn === undefined || (isPrincipalArn(arn) && !arn.includes(':user/'))
      ? undefined
      : `kedaOperatorRoleArn is ${JSON.stringify(arn)}, but has to be the ARN of the IAM role of KEDA's operator, such as arn:aws:iam::123456789012:role/keda-operator: correct it`,
  ),
  nodeArchitectureRule(),
];

function fits(value: string, pattern: RegExp): boolean {
  return Token.isUnresolved(value) || pattern.test(value);
}
