import { setTimeout as delay } from 'node:timers/promises';
import { PublishBatchCommand, type PublishBatchCommandOutput, type SNSClient } from '@aws-sdk/client-sns';
import { isTransient } from '../aws-error.ts';
import type { Message } from './message.ts';
import { entryOf, type Topic } from './topic.ts';

/** Of each message. The delays between them are 6 to 12 s in all, on top of the SDK's own retries. */
export const MAX_TRIES = 6;
const FIRST_DELAY_MS = 400;

/** A message that SNS did not take in the end. */
export interface Failure {
  readonly message: Message;
  readonly reason: string;
}

/** What became of a batch. */
export interface BatchOutcome {
  readonly published: number;
  readonly failures: readonly Failure[];
  /** Why all of it was refused, and the next one would be. @default - SNS answered */
  readonly refusal?: unknown;
}

export interface SendProps {
  readonly sns: SNSClient;
  readonly topic: Topic;
  /** @default - real time */
  readonly sleep?: (ms: number) => Promise<unknown>;
  /** @default Math.random */
  readonly random?: () => number;
}

/**
 * Publishes a batch. SNS takes or refuses each of its messages: those that it could not take are sent again, with a back-off;
 * those that it never will are not. A message whose answer was lost goes out twice, and its saga still runs once.
 */
export async function sendBatch(messages: readonly Message[], props: SendProps): Promise<BatchOutcome> {
  const { sleep = delay, random = Math.random } = props;
  const failures: Failure[] = [];
  let waiting: readonly Failure[] = messages.map((message) => ({ message, reason: 'not sent' }));
  const published = () => messages.length - failures.length - waiting.length;
  for (let tries = 1; ; tries += 1) {
    try {
      const answer = await send(waiting, props);
      failures.push(...answer.refused);
      waiting = answer.waiting;
    } catch (error) {
      if (!isTransient(error) || tries === MAX_TRIES) return { published: published(), failures, refusal: error };
    }
    if (waiting.length === 0) return { published: published(), failures };
    if (tries === MAX_TRIES) return { published: published(), failures: [...failures, ...waiting] };
    // At random between half and all of it: batches that failed together do not come back together.
    await sleep(FIRST_DELAY_MS * 2 ** (tries - 1) * (0.5 + random() / 2));
  }
}

interface Answer {
  /** SNS will never take these. */
  readonly refused: readonly Failure[];
  /** SNS did not take these now, or did not say. */
  readonly waiting: readonly Failure[];
}

async function send(waiting: readonly Failure[], { sns, topic }: SendProps): Promise<Answer> {
  const answer = await sns.send(
    new PublishBatchCommand({
      TopicArn: topic.arn,
      PublishBatchRequestEntries: waiting.map(({ message }, index) => entryOf(topic, message, String(index))),
    }),
  );
  return judge(waiting, answer);
}

function judge(waiting: readonly Failure[], { Successful = [], Failed = [] }: PublishBatchCommandOutput): Answer {
  const taken = new Set(Successful.map(({ Id }) => Id));
  const failed = new Map(Failed.map((entry) => [entry.Id, entry]));
  const refused: Failure[] = [];
  const again: Failure[] = [];
  for (const [index, { message }] of waiting.entries()) {
    const id = String(index);
    if (taken.has(id)) continue;
    const { Code = 'NoAnswer', Message, SenderFault } = failed.get(id) ?? {};
    (SenderFault === true ? refused : again).push({ message, reason: Message ? `${Code}: ${Message}` : Code });
  }
  return { refused, waiting: again };
}
