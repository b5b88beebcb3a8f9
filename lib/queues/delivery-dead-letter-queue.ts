import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { EncryptedQueue, MAX_RETENTION } from './encrypted-queue.ts';

export interface DeliveryDeadLetterQueueProps {
  /** What delivers, as it stands in the reason for cdk-nag: `rules`. */
  readonly of: string;
  /**
   * Whether it is FIFO, as the queue of a subscription's dead letters has to be where the topic is.
   *
   * @default false
   */
  readonly fifo?: boolean;
}

/** What could not be delivered, by EventBridge or SNS: as it stood in the event or the message; kept for 14 days. */
export class DeliveryDeadLetterQueue extends EncryptedQueue {
  constructor(scope: Construct, id: string, { of, fifo = false }: DeliveryDeadLetterQueueProps) {
    super(scope, id, { fifo, retentionPeriod: MAX_RETENTION });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: `it is the dead-letter queue of ${of}, which the rule does not look for; an alarm watches it`,
    });
  }
}
