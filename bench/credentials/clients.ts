// Run in a process of its own: an SQS and a Step Functions client with one way of getting credentials, and what their
// requests took. It says `ready` when it is pre-warmed, and waits for a word before it goes on.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { fromTokenFile } from '@aws-sdk/credential-provider-web-identity';
import { backgroundCredentials } from '../../consumer/credentials.ts';
import { requireEnv } from '../../contract/environment.ts';
import type { Latencies, Plan } from './protocol.ts';

/** More than STS takes. */
const LAST_REFRESH_MS = 300;

const { contender, forMs, pauseMs } = JSON.parse(process.argv[2] ?? '') as Plan;
const region = requireEnv('AWS_REGION');
const endpoint = requireEnv('AWS_ENDPOINT_URL');

const ours = contender === 'ours' ? backgroundCredentials() : undefined;
await ours?.start();
const credentials = ours ?? fromTokenFile();
const sqs = new SQSClient({ region, credentials, maxAttempts: 1 });
const sfn = new SFNClient({ region, credentials, maxAttempts: 1 });

const requests = [
  () => sqs.send(new GetQueueAttributesCommand({ QueueUrl: `${endpoint}/123456789012/bench` })),
  () =>
    sfn.send(
      new StartExecutionCommand({ stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:bench' }),
    ),
];
const under: Promise<number>[] = [];
const tally = { requests: 0, failed: 0, maxMs: 0 };

const [firstMs = Number.NaN] = [await timed(requests[0]), await timed(requests[1])];
process.send?.('ready');
await once(process, 'message');

Object.assign(tally, { requests: 0, failed: 0, maxMs: 0 });
for (const endAt = performance.now() + forMs; performance.now() < endAt; ) {
  await sleep(pauseMs);
  // Not awaited: in life, requests do not wait for each other either.
  under.push(...requests.map(timed));
}
await Promise.all(under);
const measured = { ...tally, firstMs } satisfies Latencies;
ours?.stop();
// A refresh that is under way ends, and its keys are used, so that each is counted with its use.
await sleep(LAST_REFRESH_MS);
for (const request of requests) await timed(request);
process.send?.(measured);
process.disconnect?.();

async function timed(request: (() => Promise<unknown>) | undefined): Promise<number> {
  const began = performance.now();
  try {
    await request?.();
  } catch {
    // Counted: whether one may fail is the bench's to say.
    tally.failed += 1;
  }
  const ms = performance.now() - began;
  tally.requests += 1;
  tally.maxMs = Math.max(tally.maxMs, ms);
  return ms;
}
