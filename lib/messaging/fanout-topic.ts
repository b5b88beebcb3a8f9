import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type CfnTopic, FifoThroughputScope, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface FanoutTopicProps {
  /**
   * Whether messages of one message group are delivered in order, and each once within 5 minutes. The publisher gives the
   * group and the deduplication id of each. Changing it replaces the topic, and the queues with what is in them.
   *
   * @default false
   */
  readonly fifo?: boolean;
  /**
   * The key that encrypts what SNS holds. One of your own costs $1 a month more; with it AWS services and other accounts can
   * publish as well, where its policy lets them.
   *
   * @default - the key `alias/aws/sns`, with which principals of this account alone can publish
   */
  readonly masterKey?: IKey;
}

/**
 * The topic to which transactions are published. What is published reaches every consumer group.
 *
 * Idle it costs nothing. The key `alias/aws/sns` has no monthly fee, and SNS keeps a data key for 5 minutes: at most
 * 30 × 86,400 s / 300 s × 2 = 17,280 requests to KMS a month for each principal that publishes without a pause, $0.05.
 * Publishing costs $0.50 per million (64 KB each); the deliveries to queues are free.
 */
export class FanoutTopic extends Topic {
  constructor(scope: Construct, id: string, props: FanoutTopicProps = {}) {
    const fifo = props.fifo ?? false;
    super(scope, id, {
      masterKey: props.masterKey,
      enforceSSL: true,
      ...(fifo && {
        fifo,
        // A message group is one attempt of one transaction, so that nothing is gained by a limit for all of them together.
        fifoThroughputScope: FifoThroughputScope.MESSAGE_GROUP,
      }),
    });
    if (props.masterKey === undefined) {
      // By name, not as a key of the CDK's: its own policy lets whoever may publish use it, so that there is nothing to grant.
      (this.node.defaultChild as CfnTopic).kmsMasterKeyId = 'alias/aws/sns';
    }
  }

  /** Allows `sns:Publish`, and with a key of your own `kms:Decrypt` and `kms:GenerateDataKey*` on it. */
  override grantPublish(grantee: IGrantable): Grant {
    return super.grantPublish(grantee);
  }
}
