import { Duration } from 'aws-cdk-lib';
import type { Alarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { SWEEP_METRIC } from '../../contract/sweep-metrics.ts';
import { DeliveryDeadLetterQueue } from '../queues/delivery-dead-letter-queue.ts';
import { enforce } from '../rules.ts';
import { newStateMachine } from './new-state-machine.ts';
import { findSagaFunction } from './recovery/find-saga-function.ts';
import { recoveryAlarms } from './recovery/recovery-alarms.ts';
import { recoveryDefinition } from './recovery/recovery-definition.ts';
import { recoverWhatEnded, tellOfFailedRecoveries } from './recovery/recovery-events.ts';
import { RECOVERY_RULES, type RecoveryPlan } from './recovery/recovery-rules.ts';
import { sweepFunction } from './recovery/sweep-function.ts';
import { sweepMetric } from './recovery/sweep-metric.ts';
import type { Saga } from './saga.ts';
import { MIN_RECORD_RETENTION } from './step-lambdas.ts';
import { acknowledgeVersions } from './versions/acknowledge.ts';

export interface SagaRecoveryProps {
  /** What is recovered. */
  readonly saga: Saga;
  /**
   * How often it is looked for sagas that ended half-done and that EventBridge told nobody of.
   *
   * @default Duration.minutes(15)
   */
  readonly sweepEvery?: Duration;
  /**
   * How long a recovery may take, all retries of its rollbacks included.
   *
   * @default - as long as the saga
   */
  readonly timeout?: Duration;
  /**
   * How long the record of a saga is kept that a recovery rolled back, 90 days at least.
   *
   * @default Duration.days(90)
   */
  readonly recordRetention?: Duration;
  /**
   * How long the logs are kept.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;
}

/**
 * Finishes what executions of a saga left half-done: those that timed out, were stopped, or failed in a way that no Catch
 * catches. It acts as the execution that ended, so that the record's fence lets it in, and shuts the door behind that
 * execution's late writes. It is started by EventBridge, by a sweep of what EventBridge missed, and by an operator.
 */
export class SagaRecovery extends Construct {
  /** Recovers an execution per execution; its input is `{ "ExecutionArn": … }`. */
  readonly stateMachine: StateMachine;
  /** The saga's own queue: what could not be recovered, and needs a person. */
  readonly queue: IQueue;
  /** Holds the events that EventBridge could not deliver. */
  readonly deadLetterQueue: IQueue;
  /** Starts the recovery of what EventBridge missed. */
  readonly sweep: IFunction;
  /** What has to be known when recovery itself is in trouble. */
  readonly alarms: readonly Alarm[];
  private readonly saga: Saga;

  /** @throws ConfigurationError, when it could be cut short itself; it says what to change */
  constructor(scope: Construct, id: string, props: SagaRecoveryProps) {
    super(scope, id);
    const { saga, logRetention } = props;
    const steps = [...saga.steps, ...saga.retiredSteps];
    const plan: RecoveryPlan = {
      steps,
      timeout: props.timeout ?? saga.timeout,
      rollbackRetry: saga.rollbackRetry,
      recordRetention: props.recordRetention ?? MIN_RECORD_RETENTION,
    };
    enforce(this, RECOVERY_RULES, plan);
    this.saga = saga;
    this.queue = saga.recoveryQueue;
    const findSaga = findSagaFunction(this, 'FindSaga', { saga, recordRetention: plan.recordRetention, logRetention });
    this.stateMachine = newStateMachine(this, {
      comment: `Rolls back what an ended execution of ${saga.node.path} left, as that execution`,
      definition: recoveryDefinition(new Construct(this, 'Definition'), {
        steps,
        table: saga.table,
        recoveryQueue: this.queue,
        outcomes: saga.outcomes,
        findSaga,
        rollbackRetry: plan.rollbackRetry,
      }),
      timeout: plan.timeout,
      logRetention,
    });
    acknowledgeVersions(this.stateMachine, steps);

    this.deadLetterQueue = new DeliveryDeadLetterQueue(this, 'DeadLetterQueue', { of: 'rules' });
    const events = {
      saga: saga.stateMachine,
      recovery: this.stateMachine,
      recoveryQueue: this.queue,
      deadLetterQueue: this.deadLetterQueue,
    };
    recoverWhatEnded(this, events);
    tellOfFailedRecoveries(this, events);
    this.sweep = sweepFunction(this, 'Sweep', {
      saga,
      recovery: this.stateMachine,
      every: props.sweepEvery ?? Duration.minutes(15),
      logRetention,
    });
    this.alarms = recoveryAlarms(this);
  }

  /** Allows `states:StartExecution` on the recovery's state machine. */
  grantRecover(grantee: IGrantable): Grant {
    return this.stateMachine.grantStartExecution(grantee);
  }

  /** Sagas that a sweep found half-done 5 minutes after their end: `SweepFindings`, a maximum over 5 minutes. */
  metricSweepFindings(options?: MetricOptions): Metric {
    return sweepMetric(this.saga.stateMachine, SWEEP_METRIC.findings, options);
  }

  /** Sagas that a sweep found half-done an hour after their end: `SagasOpenTooLong`, a maximum over 5 minutes. */
  metricSagasOpenTooLong(options?: MetricOptions): Metric {
    return sweepMetric(this.saga.stateMachine, SWEEP_METRIC.openTooLong, options);
  }

  /** Events of ended sagas that nobody got: `ApproximateNumberOfMessagesVisible`, a maximum over 5 minutes. */
  metricDeadLetters(options?: MetricOptions): Metric {
    return this.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: 'max', ...options });
  }

  /** Sweeps that failed: `Errors` of the function, a sum over 5 minutes. */
  metricSweepErrors(options?: MetricOptions): Metric {
    return this.sweep.metricErrors(options);
  }
}
