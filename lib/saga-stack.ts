import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { PARAMETER, parameterName } from '../contract/parameters.ts';
import { RETIRED_STEPS } from '../contract/saga.ts';
import { recordSteps } from './saga/record-steps.ts';
import { Saga } from './saga/saga.ts';
import { SagaRecovery } from './saga/saga-recovery.ts';
import { TransactionTable } from './saga/transaction-table.ts';
import { PRODUCTION, type Settings } from './settings.ts';

export interface SagaStackProps extends StackProps {
  readonly settings: Settings;
}

/** The records, the steps that work on them, the saga that runs the steps, and its recovery. */
export class SagaStack extends Stack {
  /** Started by the consumer, once per transaction. */
  readonly saga: Saga;
  /** Finishes what an execution of the saga left half-done. */
  readonly recovery: SagaRecovery;

  constructor(scope: Construct, id: string, props: SagaStackProps) {
    super(scope, id, { description: 'fanout-saga: the saga, its steps and their records', ...props });
    const { settings } = props;

    const table = new TransactionTable(this, 'Records', { deletionProtection: settings.stage === PRODUCTION });

    const stepProps = {
      table,
      timeout: Duration.seconds(settings.stepTimeoutSeconds),
      memorySize: settings.stepMemoryMb,
      logRetention: settings.logRetentionDays,
      simulateFail: settings.simulateFail,
      recordRetention: Duration.days(settings.recordRetentionDays),
    };

    this.saga = new Saga(this, 'Saga', {
      steps: recordSteps(this, stepProps),
      retiredSteps: recordSteps(this, stepProps, RETIRED_STEPS),
      table,
      timeout: Duration.minutes(settings.sagaTimeoutMinutes),
      logRetention: settings.logRetentionDays,
    });

    this.recovery = new SagaRecovery(this, 'Recovery', {
      saga: this.saga,
      sweepEvery: Duration.minutes(settings.sweepMinutes),
      recordRetention: Duration.days(settings.recordRetentionDays),
      logRetention: settings.logRetentionDays,
    });

    this.publish('StateMachineArn', parameterName(settings.stage, PARAMETER.stateMachineArn), {
      description: 'Start a transaction: aws stepfunctions start-execution --state-machine-arn',
      value: this.saga.alias.aliasArn,
    });
    this.publish('RecoveryMachineArn', parameterName(settings.stage, PARAMETER.recoveryMachineArn), {
      description: 'Recover an execution of the saga; the input is { "ExecutionArn": … }',
      value: this.recovery.stateMachine.stateMachineArn,
    });
    this.publish('RecoveryQueueUrl', parameterName(settings.stage, PARAMETER.recoveryQueueUrl), {
      description: 'The sagas that need a person',
      value: this.recovery.queue.queueUrl,
    });
    this.publish('TableName', parameterName(settings.stage, PARAMETER.tableName), {
      description: 'The records, one item per TransactionId',
      value: table.tableName,
    });
  }

  /** An output for whoever deploys, and a parameter for whoever looks it up later. */
  private publish(
    name: string,
    parameter: string,
    { description, value }: { description: string; value: string },
  ): void {
    new CfnOutput(this, name, { description, value });
    new StringParameter(this, `${name}Parameter`, { parameterName: parameter, description, stringValue: value });
  }
}
