import { setTimeout as sleep } from 'node:timers/promises';
import { PublishBatchCommand } from '@aws-sdk/client-sns';
import type { EmbeddedCloud } from '../../local/cloud.ts';

/** What SNS takes at a time. */
const BATCH = 10;
/**
 * How many messages are published in one go: more than the consumers may start at once, so that they have messages in their
 * hands. The next go begins when no more than these are still waiting, and under way: this process is the cloud, and what it is
 * asked beyond its speed only times out.
 */
const GO = 300;
const MAX_WAITING = 20;
const MAX_RUNNING = 100;
const LOOK_AGAIN_MS = 20;

/** How far the others have come. */
export interface Pace {
  /** Messages that were received, each counted once. */
  readonly received: () => number;
  /** Sagas under way. */
  readonly running: () => number;
}

/** Publishes messages in order, in goes, about as fast as they are received and done. @throws Error where SNS refuses one */
export async function publish(cloud: EmbeddedCloud, messages: readonly string[], pace: Pace): Promise<void> {
  const sns = cloud.snsClient();
  for (let from = 0; from < messages.length; from += BATCH) {
    const isBusy = () => from - pace.received() > MAX_WAITING || pace.running() > MAX_RUNNING;
    while (from % GO === 0 && isBusy()) await sleep(LOOK_AGAIN_MS);
    const PublishBatchRequestEntries = messages
      .slice(from, from + BATCH)
      .map((Message, index) => ({ Id: String(index), Message }));
    const { Failed = [] } = await sns.send(
      new PublishBatchCommand({ TopicArn: cloud.topicArn, PublishBatchRequestEntries }),
    );
    if (Failed.length > 0) throw new Error(`SNS did not take ${Failed.length} messages: ${Failed[0]?.Message}`);
  }
  sns.destroy();
}
