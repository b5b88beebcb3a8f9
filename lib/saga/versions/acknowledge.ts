import { Stack, Validations } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import type { SagaStep } from '../saga-step.ts';
import { functionOf } from './pinned.ts';

/** Says to cdk-nag why a policy may name all versions of the steps' functions. */
export function acknowledgeVersions(machine: IConstruct, steps: readonly SagaStep[]): void {
  const functions = steps.flatMap(({ run, rollback }) => [functionOf(run), functionOf(rollback)]);
  for (const fn of functions) {
    const resource = fn.node.defaultChild as CfnFunction | undefined;
    if (resource === undefined) continue;
    Validations.of(machine).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${Stack.of(fn).resolve(resource.logicalId)}.Arn>:*]`,
      reason: 'executions under way call versions of this function that the template does not name any more',
    });
  }
}
