import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeManagedPolicies } from './managed-policy-findings.ts';

export interface KubectlRoleProps {
  readonly clusterArn: string;
  /** Whether the function has to be in the VPC to reach the cluster. */
  readonly inVpc: boolean;
}

/**
 * The role of the function that applies manifests and charts. Of itself it may look its cluster up, no more; what it may do in
 * there is up to its access entry.
 *
 * The CDK's own role reads every repository of the account besides, for charts out of Amazon ECR: hand this one over by
 * `withoutPolicyUpdates()`, so that nothing is added to it.
 */
export function kubectlRole(scope: Construct, id: string, { clusterArn, inVpc }: KubectlRoleProps): Role {
  const policy = `service-role/${inVpc ? 'AWSLambdaVPCAccessExecutionRole' : 'AWSLambdaBasicExecutionRole'}`;
  const role = new Role(scope, id, {
    description: 'Applies manifests and charts to the cluster',
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(policy)],
  });
  role.addToPolicy(new PolicyStatement({ actions: ['eks:DescribeCluster'], resources: [clusterArn] }));
  acknowledgeManagedPolicies(
    role,
    [policy],
    "a function's logs, and its interfaces in a VPC, which have no names before they are there",
  );
  return role;
}
