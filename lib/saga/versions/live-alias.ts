import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { CfnStateMachineAlias, CfnStateMachineVersion, type StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { KEPT_FOR_EXECUTIONS } from './pinned.ts';

const LIVE = 'live';

export interface LiveAliasProps {
  readonly stateMachine: StateMachine;
}

/**
 * The alias `live` of a state machine, on the version that the last deployment published. Each deployment that changes the
 * definition publishes another; the versions before it stay, and the executions under way with them.
 */
export class LiveAlias extends Construct {
  /** What executions are started with. Their own ARNs are those of the machine, whatever they are started with. */
  readonly aliasArn: string;
  private readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { stateMachine }: LiveAliasProps) {
    super(scope, id);
    this.stateMachine = stateMachine;
    const version = new CfnStateMachineVersion(this, 'Version', {
      stateMachineArn: stateMachine.stateMachineArn,
      // Another revision replaces this resource, which publishes the next version.
      stateMachineRevisionId: stateMachine.stateMachineRevisionId,
    });
    version.applyRemovalPolicy(KEPT_FOR_EXECUTIONS);
    const alias = new CfnStateMachineAlias(this, 'Resource', {
      name: LIVE,
      routingConfiguration: [{ stateMachineVersionArn: version.attrArn, weight: 100 }],
    });
    this.aliasArn = alias.attrArn;
  }

  /**
   * Allows `states:StartExecution` by this alias alone. IAM looks at the machine's ARN whatever is started; which alias it is
   * stands in a condition key.
   */
  grantStartExecution(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({
      grantee,
      actions: ['states:StartExecution'],
      resourceArns: [this.stateMachine.stateMachineArn],
      conditions: { 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': [LIVE] } },
    });
  }
}
