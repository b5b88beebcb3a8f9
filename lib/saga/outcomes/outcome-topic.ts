import { Duration } from 'aws-cdk-lib';
import type { Alarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { type CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { RunbookAlarm } from '../../observability/runbook-alarm.ts';
import { DeliveryDeadLetterQueue } from '../../queues/delivery-dead-letter-queue.ts';

/**
 * Where it is told what became of each saga, as an `Outcome` (see contract/outcome.ts), at least once and in no order. Its
 * attribute `Status` is for filter policies. Encrypted, TLS only; $0.50 per million outcomes, the deliveries to queues are free.
 */
export class OutcomeTopic extends Topic {
  /** Holds the outcomes that could not be published, for 14 days. */
  readonly deadLetterQueue: IQueue;
  /** Goes off as long as there are any. */
  readonly alarm: Alarm;

  constructor(scope: Construct, id: string) {
    super(scope, id, { enforceSSL: true });
    // By name, not as a key of the CDK's: its own policy lets whoever may publish use it, so that there is nothing to grant.
    (this.node.defaultChild as CfnTopic).kmsMasterKeyId = 'alias/aws/sns';
    this.deadLetterQueue = new DeliveryDeadLetterQueue(this, 'DeadLetterQueue', { of: 'rules' });
    this.alarm = new RunbookAlarm(this, 'Unpublished', {
      metric: this.metricUnpublished({ period: Duration.minutes(1) }),
      meaning: 'Nobody was told of the outcome of a saga. The saga itself and its record are fine.',
      runbookSection: 'unpublished-outcomes',
    });
  }

  /** Allows `sns:Subscribe`, such as with a filter policy on the attribute `Status`. */
  override grantSubscribe(grantee: IGrantable): Grant {
    return super.grantSubscribe(grantee);
  }

  /** Outcomes that nobody was told of: `ApproximateNumberOfMessagesVisible`, a maximum over 5 minutes. */
  metricUnpublished(options?: MetricOptions): Metric {
    return this.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: 'max', ...options });
  }
}
