import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Saga } from '../saga.ts';

/** Allows `states:DescribeExecution` of the saga's executions, and `dynamodb:GetItem` of their records. */
export function grantLooks(saga: Saga, fn: NodejsFunction): void {
  grantDescribe(saga, fn);
  saga.table.grant(fn, 'dynamodb:GetItem');
}

/** Allows `states:DescribeExecution` of the saga's executions. */
export function grantDescribe({ stateMachine }: Saga, fn: NodejsFunction): void {
  const executions = Stack.of(fn).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${stateMachine.stateMachineName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  fn.addToRolePolicy(new PolicyStatement({ actions: ['states:DescribeExecution'], resources: [executions] }));
  if (fn.role !== undefined) {
    Validations.of(fn.role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${flat(Stack.of(fn).resolve(executions))}]`,
      reason: 'executions get their names when they are started: all those of this saga, and of no other',
    });
  }
}

interface Reference {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: readonly string[];
  readonly 'Fn::Join'?: readonly [string, readonly (string | Reference)[]];
}

/** An ARN as cdk-nag writes it, its references as `<LogicalId.Attribute>`. */
function flat(value: string | Reference): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value;
  if (join !== undefined) return join[1].map(flat).join(join[0]);
  return `<${attribute?.join('.') ?? Ref}>`;
}
