import { fileURLToPath } from 'node:url';
import { Duration } from 'aws-cdk-lib';
import type { Alarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { OUTCOME_VARIABLE, RECOVERY_VARIABLE } from '../../../contract/environment.ts';
import { bundledFunction } from '../../functions/bundled-function.ts';
import { sagaAlarms } from '../../observability/saga-alarms.ts';
import { grantDescribe } from '../recovery/grant-looks.ts';
import type { Saga } from '../saga.ts';
import type { OutcomeTopic } from './outcome-topic.ts';

export interface SagaOutcomesProps {
  /** Whose outcomes are told of. */
  readonly saga: Saga;
  /**
   * How many failed sagas within 5 minutes are an alarm. That one fails now and then, and is rolled back, is what sagas are for.
   *
   * @default 10
   */
  readonly failedSagasThreshold?: number;
  /**
   * How long the log is kept.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;
}

/**
 * Tells of the sagas that commit. Those that fail tell of themselves, in a state before their end; one that commits ends with
 * its last step, so that EventBridge tells a function of it and no transition is spent. It also watches how sagas end.
 */
export class SagaOutcomes extends Construct {
  /** The saga's own: all outcomes are published here. */
  readonly topic: OutcomeTopic;
  /** Publishes that a saga committed. */
  readonly publisher: IFunction;
  /** What has to be known of how sagas end. */
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: SagaOutcomesProps) {
    super(scope, id);
    const { saga, logRetention } = props;
    this.topic = saga.outcomes;
    this.publisher = publisherOf(this, saga, logRetention);
    new Rule(this, 'Committed', {
      description: 'Tells of the sagas that committed',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [saga.stateMachine.stateMachineArn], status: ['SUCCEEDED'] },
      },
      targets: [
        new LambdaFunction(this.publisher, {
          event: RuleTargetInput.fromEventPath('$.detail'),
          // EventBridge's own defaults, said: a day of tries, 185 of them, with a growing wait between.
          maxEventAge: Duration.hours(24),
          retryAttempts: 185,
          deadLetterQueue: this.topic.deadLetterQueue,
        }),
      ],
    });
    this.alarms = [...sagaAlarms(this, saga, props.failedSagasThreshold ?? 10), this.topic.alarm];
  }

  /** Allows `sns:Subscribe` to the topic of outcomes. */
  grantSubscribe(grantee: IGrantable): Grant {
    return this.topic.grantSubscribe(grantee);
  }

  /** Outcomes that nobody was told of: `ApproximateNumberOfMessagesVisible`, a maximum over 5 minutes. */
  metricUnpublished(options?: MetricOptions): Metric {
    return this.topic.metricUnpublished(options);
  }
}

/**
 * A function, since EventBridge itself could neither read the transaction's id out of the input, which is text in the event,
 * nor say the status in an attribute. Where it fails three times, the event is set aside.
 */
function publisherOf(scope: Construct, saga: Saga, logRetention: RetentionDays | undefined): NodejsFunction {
  const fn = bundledFunction(scope, 'Publisher', {
    entry: fileURLToPath(new URL('../../../lambda/outcomes/publish-committed.ts', import.meta.url)),
    handler: 'index.handler',
    timeout: Duration.seconds(10),
    environment: {
      [RECOVERY_VARIABLE.sagaArn]: saga.stateMachine.stateMachineArn,
      [OUTCOME_VARIABLE.topicArn]: saga.outcomes.topicArn,
    },
    deadLetterQueue: saga.outcomes.deadLetterQueue,
    logRetention,
  });
  saga.outcomes.grantPublish(fn);
  grantDescribe(saga, fn);
  return fn;
}
