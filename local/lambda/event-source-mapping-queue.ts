import type { Parameters } from '../http/aws-json.ts';
import type { ReceivedMessage } from './event-source-mapping-event.ts';

/** A request to SQS without HTTP. @throws AwsError as SQS would answer */
export type SqsExecute = (operation: string, parameters: Parameters) => Promise<Record<string, unknown>>;

/** What SQS hands out and takes back a call. */
const MAX_ENTRIES = 10;

export interface Receive {
  readonly maxMessages: number;
  /** How long it waits for the first, at most 20 s. */
  readonly waitMs: number;
}

export async function receiveMessages(
  sqs: SqsExecute,
  QueueUrl: string,
  { maxMessages, waitMs }: Receive,
): Promise<readonly ReceivedMessage[]> {
  const { Messages = [] } = await sqs('ReceiveMessage', {
    QueueUrl,
    MaxNumberOfMessages: Math.min(maxMessages, MAX_ENTRIES),
    WaitTimeSeconds: waitMs / 1000,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  });
  return Messages as readonly ReceivedMessage[];
}

/** @throws Error where SQS refuses one: it comes again, done or not */
export async function deleteMessages(
  sqs: SqsExecute,
  QueueUrl: string,
  messages: readonly ReceivedMessage[],
): Promise<void> {
  for (let from = 0; from < messages.length; from += MAX_ENTRIES) {
    const Entries = messages
      .slice(from, from + MAX_ENTRIES)
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    const { Failed } = await sqs('DeleteMessageBatch', { QueueUrl, Entries });
    if (Array.isArray(Failed) && Failed.length > 0) {
      throw new Error(`SQS did not delete ${Failed.length} of ${Entries.length} messages: ${JSON.stringify(Failed)}`);
    }
  }
}
