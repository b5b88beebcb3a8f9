import { Duration } from 'aws-cdk-lib';
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** As long as SQS keeps anything. */
export const MAX_RETENTION = Duration.days(14);

type OwnProps = 'retentionPeriod' | 'visibilityTimeout' | 'receiveMessageWaitTime' | 'deadLetterQueue';

export interface EncryptedQueueProps extends Pick<QueueProps, OwnProps> {
  /**
   * Whether it is FIFO, with high throughput.
   *
   * @default false
   */
  readonly fifo?: boolean;
}

/** A queue as all of ours are: encrypted with the service's own key, which costs nothing and lets SNS deliver, and TLS only. */
export class EncryptedQueue extends Queue {
  constructor(scope: Construct, id: string, { fifo = false, ...props }: EncryptedQueueProps) {
    super(scope, id, {
      ...props,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Together these two are the high-throughput mode: the limits are those of a message group.
      ...(fifo && {
        fifo,
        deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
        fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      }),
    });
  }
}
