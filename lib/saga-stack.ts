import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { RETIRED_STEPS } from '../contract/saga.ts';
import { publishValues } from './published.ts';
import { SagaOutcomes } from './saga/outcomes/saga-outcomes.ts';
import { recordSteps } from './saga/record-steps.ts';
import { Saga } from './saga/saga.ts';
import { SagaRecovery } from './saga/saga-recovery.ts';
import { sagaValues } from './saga/saga-values.ts';
import { TransactionTable } from './saga/transaction-table.ts';
import { PRODUCTION, type Settings } from './settings.ts';

export interface SagaStackProps extends StackProps {
  readonly settings: Settings;
}

/** The records, the steps that work on them, the saga that runs the steps, its recovery, and what is told of it. */
export class SagaStack extends Stack {
  /** Started by the consumer, once per transaction. */
  readonly saga: Saga;
  /** Finishes what an execution of the saga left half-done. */
  readonly recovery: SagaRecovery;
  /** Tells what became of each saga. */
  readonly outcomes: SagaOutcomes;

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

    this.outcomes = new SagaOutcomes(this, 'Outcomes', { saga: this.saga, logRetention: settings.logRetentionDays });

    publishValues(this, settings.stage, sagaValues(this.saga, this.recovery));
  }
}
