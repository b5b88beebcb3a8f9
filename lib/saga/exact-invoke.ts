import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LambdaInvoke, type LambdaInvokeJsonPathProps } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { invocableArns } from './versions/pinned.ts';

/**
 * Invokes what it has to, and allows no more. LambdaInvoke allows a function with all of its versions, but of a version that
 * one alone, which fails what began before the last deployment (aws-cdk#17515).
 */
export class ExactInvoke extends LambdaInvoke {
  protected override readonly taskPolicies: PolicyStatement[];

  constructor(scope: Construct, id: string, props: LambdaInvokeJsonPathProps) {
    super(scope, id, props);
    this.taskPolicies = [
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: invocableArns(props.lambdaFunction) }),
    ];
  }
}
