import { type Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  type IChainable,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

export interface NewStateMachineProps {
  readonly comment: string;
  readonly definition: IChainable;
  readonly timeout: Duration;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
}

/** A state machine as all of ours are: `StateMachine` and its `Logs`, traced, and only errors are logged, without data. */
export function newStateMachine(scope: Construct, props: NewStateMachineProps): StateMachine {
  const stateMachine = new StateMachine(scope, 'StateMachine', {
    comment: props.comment,
    definitionBody: DefinitionBody.fromChainable(props.definition),
    // Express executions run at least once and for 5 minutes at most: neither will do for a transaction.
    stateMachineType: StateMachineType.STANDARD,
    timeout: props.timeout,
    tracingEnabled: true,
    logs: {
      destination: new LogGroup(scope, 'Logs', {
        retention: props.logRetention ?? RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      level: LogLevel.ERROR,
      // The input is the user's data; the history shows it to whoever may read executions.
      includeExecutionData: false,
    },
  });
  Validations.of(stateMachine).acknowledge(
    {
      id: 'AwsSolutions-SF1',
      reason:
        'the history keeps every event for 90 days; a log of all of them costs more than the saga. Errors are logged',
    },
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray and the delivery of logs know no resource: AWS accepts nothing but *. What can be named is named',
    },
  );
  return stateMachine;
}
