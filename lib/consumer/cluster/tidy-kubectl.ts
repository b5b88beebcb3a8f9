import { type CfnElement, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { CfnLogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct, IConstruct } from 'constructs';
import { acknowledgeManagedPolicies } from './managed-policy-findings.ts';

export interface TidyKubectlProps {
  readonly logRetention: RetentionDays;
  /** Whether the functions are in a VPC. */
  readonly inVpc: boolean;
}

/**
 * What the CDK's kubectl provider leaves no prop for: how long its logs are kept (two years, and after the stack), a condition
 * that nothing refers to once the role is our own, and findings about code that is the CDK's.
 *
 * @param scope where the provider's role was made
 */
export function tidyKubectl(scope: Construct, provider: IConstruct, { logRetention, inVpc }: TidyKubectlProps): void {
  for (const child of provider.node.findAll()) {
    if (!(child instanceof CfnLogGroup)) continue;
    child.retentionInDays = logRetention;
    child.applyRemovalPolicy(RemovalPolicy.DESTROY);
  }
  scope.node.tryRemoveChild('HasEcrPublic');

  const handler = provider.node.findChild('Handler').node.defaultChild as CfnElement;
  Validations.of(provider).acknowledge(
    { id: 'AwsSolutions-L1', reason: "the code is the CDK's, which names the runtime that it was tested with" },
    {
      id: `AwsSolutions-IAM5[Resource::<${Stack.of(provider).getLogicalId(handler)}.Arn>:*]`,
      reason: "the versions of one function, which the CDK's framework invokes",
    },
  );
  acknowledgeManagedPolicies(
    provider,
    ['service-role/AWSLambdaBasicExecutionRole', ...(inVpc ? ['service-role/AWSLambdaVPCAccessExecutionRole'] : [])],
    "the role is of the CDK's framework, for the logs of its function and its interfaces in the VPC",
  );
}
