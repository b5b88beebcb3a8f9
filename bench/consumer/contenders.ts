import { type Message, SQSClient } from '@aws-sdk/client-sqs';
import { Consumer, type ConsumerOptions } from 'sqs-consumer';
import { Metrics } from '../../consumer/metrics.ts';
import { ConsumerPool } from '../../consumer/pool.ts';

export type ContenderName = 'pool' | 'handleMessage' | 'handleMessageBatch';

/** Does the work of one message. */
type Work = (messageId: string) => Promise<void>;

/** As many as `sqs-consumer` needs to have 100 messages in flight: ten each. */
const CONSUMERS = 10;

/** Starts a contender on a queue: at most 100 messages in flight, long polls of 20 s, one client. */
export async function start(name: ContenderName, queueUrl: string, work: Work): Promise<void> {
  const client = new SQSClient({
    region: 'us-east-1',
    endpoint: new URL(queueUrl).origin,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    maxAttempts: 1,
  });
  if (name === 'pool') {
    await startPool(client, queueUrl, work);
    return;
  }
  const handlers = name === 'handleMessage' ? oneByOne(work) : inBatches(work);
  const consumers = Array.from({ length: CONSUMERS }, () =>
    Consumer.create({ queueUrl, sqs: client, batchSize: 10, waitTimeSeconds: 20, ...handlers }),
  );
  for (const consumer of consumers) {
    consumer.on('error', (error) => console.error(error));
    consumer.start();
  }
}

async function startPool(client: SQSClient, queueUrl: string, work: Work): Promise<void> {
  const logger = { info: () => {}, warn: console.error, error: console.error };
  const handler = async ({ messageId }: { messageId: string }) => {
    await work(messageId);
    return 'done' as const;
  };
  const pool = new ConsumerPool({ client, queueUrl, handler, logger, metrics: new Metrics(), maxInFlight: 100 });
  await pool.start();
}

function oneByOne(work: Work): Pick<ConsumerOptions, 'handleMessage'> {
  return {
    handleMessage: async (message) => {
      await work(idOf(message));
      return message;
    },
  };
}

function inBatches(work: Work): Pick<ConsumerOptions, 'handleMessageBatch'> {
  return {
    handleMessageBatch: async (messages) => {
      await Promise.all(messages.map((message) => work(idOf(message))));
      return messages;
    },
  };
}

function idOf({ MessageId }: Message): string {
  if (MessageId === undefined) throw new Error('SQS has sent a message without a MessageId');
  return MessageId;
}
