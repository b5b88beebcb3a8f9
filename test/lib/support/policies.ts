import type { Template } from 'aws-cdk-lib/assertions';

export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly unknown[];
}

/** Every statement of every policy in a template that an identity holds. */
export function statementsOf(template: Template, policyIds?: (logicalId: string) => boolean): Statement[] {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) => policyIds?.(id) ?? true);
  return policies.flatMap(([, { Properties }]) =>
    Properties.PolicyDocument.Statement.map(({ Action, Resource }: { Action: unknown; Resource: unknown }) => ({
      actions: [Action].flat(),
      resources: [Resource].flat(),
    })),
  );
}
