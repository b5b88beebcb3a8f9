import { Duration } from 'aws-cdk-lib';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { State, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { enforce } from '../rules.ts';
import { closing } from './closing.ts';
import { sagaEndings } from './endings.ts';
import { forwardChain } from './forward-chain.ts';
import { OWN_IDENTITY } from './identity.ts';
import { newStateMachine } from './new-state-machine.ts';
import { OutcomeTopic } from './outcomes/outcome-topic.ts';
import { RecoveryQueue } from './recovery/recovery-queue.ts';
import { type RetryPolicy, ROLLBACK_RETRY, STEP_RETRY } from './retry-policy.ts';
import { rollbackChain } from './rollback-chain.ts';
import { SAGA_RULES, type SagaPlan } from './saga-rules.ts';
import type { SagaStep } from './saga-step.ts';
import { acknowledgeVersions } from './versions/acknowledge.ts';
import { LiveAlias } from './versions/live-alias.ts';
import { allowRetired } from './versions/retired.ts';

export interface SagaProps {
  /** The steps in the order in which they run; their rollbacks run in reverse. */
  readonly steps: readonly SagaStep[];
  /**
   * Steps that this saga had, for as long as executions that began with them may be open: those go on calling their functions,
   * and recovery rolls them back. Nothing else keeps their functions from being deleted with the next deployment.
   *
   * @default - none
   */
  readonly retiredSteps?: readonly SagaStep[];
  /** Holds the records, one item per transaction under the partition key `TransactionId`. */
  readonly table: ITable;
  /**
   * How long a saga may take, rollbacks and all their retries included. AWS stops it there without a rollback, and recovery
   * has to finish it, so that it has to outlast the worst case.
   *
   * @default Duration.hours(1)
   */
  readonly timeout?: Duration;
  /**
   * How a step is retried when it fails in a way that may pass.
   *
   * @default STEP_RETRY: 5 retries, 31 seconds of waits at most
   */
  readonly retry?: RetryPolicy;
  /**
   * How a rollback, and the closing of the record, is retried, whatever it fails on.
   *
   * @default ROLLBACK_RETRY: 11 retries, 211 seconds of waits at most
   */
  readonly rollbackRetry?: RetryPolicy;
  /**
   * Gets a message of each saga whose rollback failed for good.
   *
   * @default - a queue of its own, with an alarm
   */
  readonly recoveryQueue?: IQueue;
  /**
   * How long the log of failed executions is kept.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;
}

/**
 * A state machine that runs steps in order and, when one fails, rolls back that one and those before it, in reverse. It ends
 * `SUCCEEDED` with a record that says `COMMITTED`, or `FAILED` with a record that says `ROLLED_BACK` or `ROLLBACK_FAILED`.
 */
export class Saga extends Construct {
  /** Runs a transaction per execution; started through its alias. */
  readonly stateMachine: StateMachine;
  /** What executions are started with: the definition that was deployed last, with the code it was deployed with. */
  readonly alias: LiveAlias;
  /** Holds the records. */
  readonly table: ITable;
  /** The steps in the order in which they run. */
  readonly steps: readonly SagaStep[];
  /** Steps that executions under way may still have. */
  readonly retiredSteps: readonly SagaStep[];
  /** Holds the sagas that need a person: `RecoveryMessage`s, see contract/recovery-message.ts. */
  readonly recoveryQueue: IQueue;
  /** What became of each saga is published here, see contract/outcome.ts; of those that commit by `SagaOutcomes`. */
  readonly outcomes: OutcomeTopic;
  /** How long an execution may take. */
  readonly timeout: Duration;
  /** How a rollback, and the closing of the record, is retried. */
  readonly rollbackRetry: RetryPolicy;

  /** @throws ConfigurationError, when the steps cannot make a saga; it says which, why and what to change */
  constructor(scope: Construct, id: string, props: SagaProps) {
    super(scope, id);
    const plan: SagaPlan = {
      steps: props.steps,
      timeout: props.timeout ?? Duration.hours(1),
      retry: props.retry ?? STEP_RETRY,
      rollbackRetry: props.rollbackRetry ?? ROLLBACK_RETRY,
    };
    enforce(this, SAGA_RULES, plan);
    this.table = props.table;
    this.steps = props.steps;
    this.retiredSteps = props.retiredSteps ?? [];
    this.timeout = plan.timeout;
    this.rollbackRetry = plan.rollbackRetry;
    this.recoveryQueue = props.recoveryQueue ?? new RecoveryQueue(this, 'RecoveryQueue');
    this.outcomes = new OutcomeTopic(this, 'OutcomeTopic');
    this.stateMachine = newStateMachine(this, {
      comment: `Runs ${props.steps.map(({ stepName }) => stepName).join(', ')}, or rolls them back`,
      definition: this.define(plan),
      timeout: plan.timeout,
      logRetention: props.logRetention,
    });
    allowRetired(this.stateMachine, this.retiredSteps);
    acknowledgeVersions(this.stateMachine, [...props.steps, ...this.retiredSteps]);
    this.alias = new LiveAlias(this, 'Live', { stateMachine: this.stateMachine });
  }

  /** From the end to the beginning, since each state names the next. */
  private define(plan: SagaPlan): State {
    const scope = new Construct(this, 'Definition');
    const context = { steps: plan.steps, identity: OWN_IDENTITY };
    const ends = sagaEndings(scope, { ...context, topic: this.outcomes });
    const withRollbacks = rollbackChain(scope, {
      ...context,
      retry: plan.rollbackRetry,
      onRefused: ends.refused,
      closing: closing(scope, {
        ...context,
        table: this.table,
        recoveryQueue: this.recoveryQueue,
        retry: plan.rollbackRetry,
        endings: ends,
      }),
    });
    return forwardChain(scope, { ...context, retry: plan.retry, onRefused: ends.refused, withRollbacks });
  }

  /** Allows `states:StartExecution` by the alias. */
  grantStartExecution(grantee: IGrantable): Grant {
    return this.alias.grantStartExecution(grantee);
  }

  /** Sagas started: `ExecutionsStarted`, a sum over 5 minutes. */
  metricStarted(options?: MetricOptions): Metric {
    return this.stateMachine.metricStarted(options);
  }

  /** Sagas that committed: `ExecutionsSucceeded`, a sum over 5 minutes. */
  metricSucceeded(options?: MetricOptions): Metric {
    return this.stateMachine.metricSucceeded(options);
  }

  /** Sagas that were refused, rolled back, or could not be: `ExecutionsFailed`, a sum over 5 minutes. */
  metricFailed(options?: MetricOptions): Metric {
    return this.stateMachine.metricFailed(options);
  }

  /** Sagas that AWS cut short, which recovery has to finish: `ExecutionsTimedOut`, a sum over 5 minutes. */
  metricTimedOut(options?: MetricOptions): Metric {
    return this.stateMachine.metricTimedOut(options);
  }

  /** Sagas that somebody stopped, which recovery has to finish: `ExecutionsAborted`, a sum over 5 minutes. */
  metricAborted(options?: MetricOptions): Metric {
    return this.stateMachine.metricAborted(options);
  }

  /** Transitions that Step Functions held back: `ExecutionThrottled`, a sum over 5 minutes. */
  metricThrottled(options?: MetricOptions): Metric {
    return this.stateMachine.metricThrottled(options);
  }

  /** From start to end, in milliseconds: `ExecutionTime`, an average over 5 minutes. */
  metricExecutionTime(options?: MetricOptions): Metric {
    return this.stateMachine.metricTime(options);
  }
}
