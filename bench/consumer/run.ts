import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunOrder, RunResult } from './contender-process.ts';
import type { QueueCounts } from './fake-queue.ts';
import type { ToFakeSqs } from './fake-sqs-process.ts';

/** Of each call to the fake SQS. */
const LATENCY_MS = 10;
const BODY_BYTES = 600;
/** For the last deletes, after the last handler. */
const DELETES_MS = 5_000;

/**
 * Runs one contender on a fresh queue of a fresh fake SQS, each in its own process.
 *
 * @throws Error when a message was not handled exactly once, or not deleted
 */
export async function run(order: Omit<RunOrder, 'queueUrl'>): Promise<RunResult> {
  const sqs = fork(join(import.meta.dirname, 'fake-sqs-process.ts'), [String(LATENCY_MS)]);
  try {
    const { queueUrl } = await ask(sqs, { fill: order.total, bodyBytes: BODY_BYTES });
    const contender = fork(join(import.meta.dirname, 'contender-process.ts'), [JSON.stringify({ ...order, queueUrl })]);
    try {
      await message(contender);
      const counts = await whenDeleted(sqs, order.total);
      contender.send('finish');
      const result = (await message(contender)) as RunResult;
      check(order, counts, result);
      return result;
    } finally {
      contender.kill();
    }
  } finally {
    sqs.disconnect();
  }
}

async function whenDeleted(sqs: ChildProcess, total: number): Promise<QueueCounts> {
  const until = performance.now() + DELETES_MS;
  for (;;) {
    const { counts } = await ask(sqs, 'counts');
    if (counts.deleted === total || performance.now() > until) return counts;
    await sleep(20);
  }
}

function check(
  { contender, total }: Omit<RunOrder, 'queueUrl'>,
  counts: QueueCounts,
  { handledAgain }: RunResult,
): void {
  const { visible, hidden, deleted, receivedAgain } = counts;
  if (deleted === total && visible === 0 && hidden === 0 && receivedAgain === 0 && handledAgain === 0) return;
  throw new Error(
    `${contender} has to handle and delete each of ${total} messages once: ${deleted} deleted, ${visible} visible, ${hidden} hidden, ${receivedAgain} received again, ${handledAgain} handled again`,
  );
}

async function ask(sqs: ChildProcess, request: ToFakeSqs): Promise<{ queueUrl: string; counts: QueueCounts }> {
  sqs.send(request);
  return (await message(sqs)) as { queueUrl: string; counts: QueueCounts };
}

/** The next message of a process. @throws Error when it ends without one */
async function message(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const exit = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`${child.spawnargs.join(' ')} exited with ${code} before it answered`);
  });
  // Called off below, when the message was first.
  exit.catch(() => {});
  try {
    const [answer] = await Promise.race([once(child, 'message', { signal: ended.signal }), exit]);
    return answer;
  } finally {
    ended.abort();
  }
}
