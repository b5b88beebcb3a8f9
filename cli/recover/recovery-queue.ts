import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { NotARecoveryMessage, parseRecoveryMessage, type RecoveryMessage } from '../../contract/recovery-message.ts';

/** A message of the recovery queue, as it was received. */
export interface Received {
  readonly messageId: string;
  /** What it says, or why it is not ours. */
  readonly message: RecoveryMessage | NotARecoveryMessage;
  /** When it was sent, in milliseconds since 1970. */
  readonly sentAt: number;
  readonly receiptHandle: string;
}

export interface RecoveryQueueProps {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  /** How long a message that was received is kept from others, in seconds. */
  readonly visibilityTimeout: number;
}

/** What SQS gives at a time. */
const BATCH = 10;
/** With a wait SQS asks all of its servers: an empty answer means an empty queue. */
const WAIT_SECONDS = 1;

/** The recovery queue, for one run: what is received is kept from others until it is deleted or given back. */
export class RecoveryQueue {
  readonly #props: RecoveryQueueProps;

  constructor(props: RecoveryQueueProps) {
    this.#props = props;
  }

  /** Up to ten messages; none once the queue has no more that nobody holds. */
  async receive(): Promise<Received[]> {
    const { sqs, queueUrl: QueueUrl, visibilityTimeout: VisibilityTimeout } = this.#props;
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        VisibilityTimeout,
        MaxNumberOfMessages: BATCH,
        WaitTimeSeconds: WAIT_SECONDS,
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    return Messages.map(read);
  }

  async delete({ receiptHandle: ReceiptHandle }: Received): Promise<void> {
    const { sqs, queueUrl: QueueUrl } = this.#props;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }

  /** Leaves a message in the queue, for all to see at once. */
  async giveBack({ receiptHandle: ReceiptHandle }: Received): Promise<void> {
    const { sqs, queueUrl: QueueUrl } = this.#props;
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  }
}

function read({ MessageId = '', Body = '', Attributes, ReceiptHandle = '' }: Message): Received {
  return {
    messageId: MessageId,
    message: parse(Body),
    sentAt: Number(Attributes?.SentTimestamp ?? 0),
    receiptHandle: ReceiptHandle,
  };
}

function parse(body: string): Received['message'] {
  try {
    return parseRecoveryMessage(body);
  } catch (error) {
    if (error instanceof NotARecoveryMessage) return error;
    throw error;
  }
}
