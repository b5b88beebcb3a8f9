import type { PublishBatchRequestEntry } from '@aws-sdk/client-sns';
import { UsageError } from '../errors.ts';
import type { Message } from './message.ts';

/** A topic, and how its messages are grouped. */
export interface Topic {
  readonly arn: string;
  readonly isFifo: boolean;
  /** The tenant of all messages, for fair queues. @default - none */
  readonly groupId?: string;
}

/** @throws UsageError where a tenant is named for a FIFO topic, on which groups keep an order */
export function topicOf(arn: string, groupId: string | undefined): Topic {
  const isFifo = arn.endsWith('.fifo');
  if (isFifo && groupId !== undefined) {
    throw new UsageError(
      `--group-id names the tenant on a standard topic, but ${arn} is FIFO, where each attempt of a transaction is its own group: leave --group-id out`,
    );
  }
  return { arn, isFifo, ...(groupId !== undefined && { groupId }) };
}

/** A message as PublishBatch takes it; on a FIFO topic SNS needs a group, and drops what it has seen in the last five minutes. */
export function entryOf({ isFifo, groupId }: Topic, { name, body }: Message, id: string): PublishBatchRequestEntry {
  return {
    Id: id,
    Message: body,
    ...(isFifo && { MessageGroupId: name, MessageDeduplicationId: name }),
    ...(groupId !== undefined && { MessageGroupId: groupId }),
  };
}
