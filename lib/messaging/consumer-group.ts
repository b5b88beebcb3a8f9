import { Duration } from 'aws-cdk-lib';
import type { Alarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { ITopic, Subscription } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeliveryDeadLetterQueue } from '../queues/delivery-dead-letter-queue.ts';
import { EncryptedQueue, MAX_RETENTION } from '../queues/encrypted-queue.ts';
import { enforce } from '../rules.ts';
import { bodyFilter } from './body-filter.ts';
import { consumerGroupAlarms } from './consumer-group-alarms.ts';
import { CONSUMER_GROUP_RULES, type ConsumerGroupPlan } from './consumer-group-rules.ts';
import type { FilterPolicy } from './filter-policy.ts';

export interface ConsumerGroupProps {
  /** What is published there reaches this group; the group's queues are FIFO where the topic is. */
  readonly topic: ITopic;
  /**
   * Which messages the group gets, by their body. A body that is not JSON passes no filter.
   *
   * @default - every message
   */
  readonly filterPolicy?: FilterPolicy;
  /**
   * How long a message that was received stays hidden from other receivers, 10 seconds to 12 hours. The consumer extends it
   * by heartbeats, so that it does not bound the work; it is how long the messages of a consumer that was killed wait.
   *
   * @default Duration.seconds(60)
   */
  readonly visibilityTimeout?: Duration;
  /**
   * How often a message is received before it is a dead letter, 1 to 1,000. The consumer gives a failed message back with a
   * back-off that doubles from 5 seconds to 15 minutes: ten receives outlast half an hour in which the work fails.
   *
   * @default 10
   */
  readonly maxReceiveCount?: number;
  /**
   * How old the oldest message may be before the alarm goes off, 1 minute to 6 days. A consumer that keeps up takes a message
   * within seconds; a burst, a deployment of the consumer and a few retries fit in 15 minutes.
   *
   * @default Duration.minutes(15)
   */
  readonly maxMessageAge?: Duration;
}

/**
 * A consumer group: a queue with everything that is published to a topic, or what a filter lets through, exactly as it was
 * published. Groups do not know of each other; consumers of one group share its messages.
 *
 * Encrypted with the service's own key, over TLS only. The queue's policy admits this topic alone. It has no denial of
 * everybody else: that would stop an operator from moving dead letters back, and a principal of the account needs a
 * permission of its own to send.
 *
 * Three alarms cost $0.30 a month; the queues cost $0.40 per million requests ($0.50 where they are FIFO).
 */
export class ConsumerGroup extends Construct {
  /** Messages for the consumers. Kept for 7 days. */
  readonly queue: Queue;
  /** Messages that were received too often. Kept for 14 days from when they were published, 7 at least in here. */
  readonly deadLetterQueue: Queue;
  /** Messages that SNS could not deliver to `queue`, so that no consumer has seen them. Kept for 14 days. */
  readonly subscriptionDeadLetterQueue: Queue;
  /** What ties `queue` to the topic: raw, so that a body comes out as it was published. */
  readonly subscription: Subscription;
  /** The consumer has to know it, to extend it in time. */
  readonly visibilityTimeout: Duration;
  /** For whoever wants to be told: give them actions. */
  readonly alarms: readonly Alarm[];
  #isConsumed = false;

  /** @throws ConfigurationError, when a prop is out of its limits; it says which, why and what to change */
  constructor(scope: Construct, id: string, props: ConsumerGroupProps) {
    super(scope, id);
    const plan: ConsumerGroupPlan = {
      visibilityTimeout: props.visibilityTimeout ?? Duration.seconds(60),
      maxReceiveCount: props.maxReceiveCount ?? 10,
      maxMessageAge: props.maxMessageAge ?? Duration.minutes(15),
      filterPolicy: props.filterPolicy,
    };
    enforce(this, CONSUMER_GROUP_RULES, plan);
    this.visibilityTimeout = plan.visibilityTimeout;

    const { fifo } = props.topic;
    this.deadLetterQueue = new EncryptedQueue(this, 'DeadLetterQueue', { fifo, retentionPeriod: MAX_RETENTION });
    this.subscriptionDeadLetterQueue = new DeliveryDeadLetterQueue(this, 'SubscriptionDeadLetterQueue', {
      of: 'the subscription',
      fifo,
    });
    this.queue = new EncryptedQueue(this, 'Queue', {
      fifo,
      retentionPeriod: RETENTION,
      visibilityTimeout: plan.visibilityTimeout,
      // The longest there is, for a receiver that does not say: an empty receive costs as much as a full one.
      receiveMessageWaitTime: Duration.seconds(20),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: plan.maxReceiveCount },
    });
    this.subscription = props.topic.addSubscription(
      new SqsSubscription(this.queue, {
        rawMessageDelivery: true,
        deadLetterQueue: this.subscriptionDeadLetterQueue,
        ...(plan.filterPolicy && { filterPolicyWithMessageBody: bodyFilter(plan.filterPolicy) }),
      }),
    );
    this.alarms = consumerGroupAlarms(this, plan.maxMessageAge);
  }

  /** Allows `sqs:ReceiveMessage`, `sqs:DeleteMessage`, `sqs:ChangeMessageVisibility` and `sqs:GetQueueAttributes` on the queue. */
  grantConsume(grantee: IGrantable): Grant {
    this.#isConsumed = true;
    return this.queue.grant(
      grantee,
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:ChangeMessageVisibility',
      'sqs:GetQueueAttributes',
    );
  }

  /** Whether anybody was granted to consume: messages of a group that nobody consumes wait for 7 days, and are gone. */
  get isConsumed(): boolean {
    return this.#isConsumed;
  }

  /** How late the group is: `ApproximateAgeOfOldestMessage` in seconds, a maximum over 5 minutes. */
  metricOldestMessageAge(options?: MetricOptions): Metric {
    return this.queue.metricApproximateAgeOfOldestMessage(options);
  }

  /** Messages that wait for a consumer: `ApproximateNumberOfMessagesVisible`, a maximum over 5 minutes. */
  metricWaiting(options?: MetricOptions): Metric {
    return this.queue.metricApproximateNumberOfMessagesVisible(options);
  }

  /** Messages that a consumer works on: `ApproximateNumberOfMessagesNotVisible`, a maximum over 5 minutes. */
  metricInFlight(options?: MetricOptions): Metric {
    return this.queue.metricApproximateNumberOfMessagesNotVisible(options);
  }

  /** Messages that were done: `NumberOfMessagesDeleted`, a sum over 5 minutes. */
  metricDone(options?: MetricOptions): Metric {
    return this.queue.metricNumberOfMessagesDeleted(options);
  }

  /** Messages that were received too often: `ApproximateNumberOfMessagesVisible` of their queue, a maximum over 5 minutes. */
  metricDeadLetters(options?: MetricOptions): Metric {
    return this.deadLetterQueue.metricApproximateNumberOfMessagesVisible(options);
  }

  /** Messages that did not reach the group: `ApproximateNumberOfMessagesVisible` of their queue, a maximum over 5 minutes. */
  metricFailedDeliveries(options?: MetricOptions): Metric {
    return this.subscriptionDeadLetterQueue.metricApproximateNumberOfMessagesVisible(options);
  }
}

/**
 * A message keeps the time at which it was published when it becomes a dead letter. SQS keeps messages for 14 days at most;
 * with half of it in the queue, there are 7 days left to look at the last of them.
 */
const RETENTION = Duration.days(7);
