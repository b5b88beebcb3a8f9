import { setTimeout as sleep } from 'node:timers/promises';
import { type ContenderName, start } from './contenders.ts';
import { numberOf } from './fake-queue.ts';
import { handlerMs, type LoadName } from './load.ts';

/**
 * One contender in a process of its own, so that none finds the heap and the compiled code of another. It tells its parent
 * what it has measured between two points of the same run, when `finish` has told it that its deletes are done.
 */
export interface RunOrder {
  readonly contender: ContenderName;
  readonly load: LoadName;
  readonly queueUrl: string;
  /** The messages handled by the beginning of the measured part, and by its end. */
  readonly from: number;
  readonly to: number;
  readonly total: number;
}

export interface RunResult {
  readonly messagesPerSecond: number;
  /** Microseconds of this process's CPU time, user and system. */
  readonly cpuPerMessage: number;
  /** Bytes of resident memory at the two points. */
  readonly rss: readonly [from: number, to: number];
  /** Messages that were handled more than once. */
  readonly handledAgain: number;
}

const order = JSON.parse(process.argv[2] ?? '') as RunOrder;
/** How often each was handled: a byte each, because a bench of memory should not grow by its own check. */
const times = new Uint8Array(order.total);
let again = 0;
let ended = 0;
let first = sample();
let last = first;
const all = Promise.withResolvers<void>();

await start(order.contender, order.queueUrl, async (messageId) => {
  const index = numberOf(messageId);
  if (times[index] !== 0) again += 1;
  times[index] = 1;
  const ms = handlerMs(order.load, messageId);
  if (ms > 0) await sleep(ms);
  ended += 1;
  if (ended === order.from) first = sample();
  if (ended === order.to) last = sample();
  if (ended === order.total) all.resolve();
});
await all.promise;
process.send?.('handled');
process.once('message', () => {
  const messages = order.to - order.from;
  const result: RunResult = {
    messagesPerSecond: (messages / (last.at - first.at)) * 1000,
    cpuPerMessage: (last.cpu - first.cpu) / messages,
    rss: [first.rss, last.rss],
    handledAgain: again,
  };
  process.send?.(result, () => process.exit());
});

function sample(): { at: number; cpu: number; rss: number } {
  const { user, system } = process.cpuUsage();
  return { at: performance.now(), cpu: user + system, rss: process.memoryUsage.rss() };
}
