import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Tells cdk-nag why a role has these policies of AWS: it asks of each, whatever its permissions. */
export function acknowledgeManagedPolicies(role: IConstruct, policies: readonly string[], reason: string): void {
  Validations.of(role).acknowledge(
    ...policies.map((name) => ({
      id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${name}]`,
      reason,
    })),
  );
}
