import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, type State, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { enforce } from '../rules.ts';
import { closing } from './closing.ts';
import { endings } from './endings.ts';
import { forwardChain } from './forward-chain.ts';
import { OWN_IDENTITY } from './identity.ts';
import { type RetryPolicy, ROLLBACK_RETRY, STEP_RETRY } from './retry-policy.ts';
import { rollbackChain } from './rollback-chain.ts';
import { SAGA_RULES, type SagaPlan } from './saga-rules.ts';
import type { SagaStep } from './saga-step.ts';

export interface SagaProps {
  /** The steps in the order in which they run; their rollbacks run in reverse. */
  readonly steps: readonly SagaStep[];
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
  /** Runs a transaction per execution; start it through `grantStartExecution`. */
  readonly stateMachine: StateMachine;
  /** Holds the records. */
  readonly table: ITable;
  /** The steps in the order in which they run. */
  readonly steps: readonly SagaStep[];

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
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      comment: `Runs ${props.steps.map(({ stepName }) => stepName).join(', ')}, or rolls them back`,
      definitionBody: DefinitionBody.fromChainable(this.define(plan)),
      // Express executions run at least once and for 5 minutes at most: neither will do for a transaction.
      stateMachineType: StateMachineType.STANDARD,
      timeout: plan.timeout,
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          retention: props.logRetention ?? RetentionDays.ONE_MONTH,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ERROR,
        // The input is the user's data; the history shows it to whoever may read executions.
        includeExecutionData: false,
      },
    });
    acknowledge(this.stateMachine);
  }

  /** From the end to the beginning, since each state names the next. */
  private define(plan: SagaPlan): State {
    const scope = new Construct(this, 'Definition');
    const context = { steps: plan.steps, identity: OWN_IDENTITY };
    const ends = endings(scope);
    const withRollbacks = rollbackChain(scope, {
      ...context,
      retry: plan.rollbackRetry,
      onRefused: ends.refused,
      closing: closing(scope, { ...context, table: this.table, retry: plan.rollbackRetry, endings: ends }),
    });
    return forwardChain(scope, { ...context, retry: plan.retry, onRefused: ends.refused, withRollbacks });
  }

  /** Allows `states:StartExecution` on this state machine. */
  grantStartExecution(grantee: IGrantable): Grant {
    return this.stateMachine.grantStartExecution(grantee);
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

  /** From start to end, in milliseconds: `ExecutionTime`, an average over 5 minutes. */
  metricExecutionTime(options?: MetricOptions): Metric {
    return this.stateMachine.metricTime(options);
  }
}

function acknowledge(stateMachine: StateMachine): void {
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
}
