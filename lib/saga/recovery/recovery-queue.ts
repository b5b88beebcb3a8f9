import { Duration, Validations } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { RunbookAlarm } from '../../observability/runbook-alarm.ts';
import { EncryptedQueue, MAX_RETENTION } from '../../queues/encrypted-queue.ts';

/**
 * The sagas that need a person, a `RecoveryMessage` each: what failed, and what to type to resume it. Encrypted, TLS only;
 * a message is kept for 14 days, the record it speaks of for as long as nobody deletes it.
 */
export class RecoveryQueue extends EncryptedQueue {
  /** Goes off as long as a saga waits for a person. */
  readonly alarm: Alarm;

  constructor(scope: Construct, id: string) {
    super(scope, id, { retentionPeriod: MAX_RETENTION });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'what is here stays until somebody has resumed it; there is nowhere to move it to',
    });
    this.alarm = new RunbookAlarm(this, 'Depth', {
      metric: this.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'max' }),
      meaning: 'A saga is half-done and recovery could not finish it: its record says what is left.',
      runbookSection: 'recovery-queue',
    });
  }
}
