import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

type NewQueueProps = Pick<
  QueueProps,
  'retentionPeriod' | 'visibilityTimeout' | 'receiveMessageWaitTime' | 'deadLetterQueue'
> & { readonly fifo: boolean };

/** A queue as all of ours are: encrypted with the service's own key, which costs nothing and lets SNS deliver, and TLS only. */
export function newQueue(scope: Construct, id: string, { fifo, ...props }: NewQueueProps): Queue {
  return new Queue(scope, id, {
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
