import { type Bench, type Figure, median } from './bench.ts';
import type { RunResult } from './consumer/contender-process.ts';
import type { ContenderName } from './consumer/contenders.ts';
import type { LoadName } from './consumer/load.ts';
import { run } from './consumer/run.ts';

const ROUNDS = 5;
const CONTENDERS: readonly ContenderName[] = ['pool', 'handleMessage', 'handleMessageBatch'];

/**
 * Messages of a run: measured from the first figure to the second, so that neither the start nor the last stragglers count.
 * Each contender has warmed up for nearly two seconds by then; of a slow run, for nearly one.
 */
const RUNS: Readonly<
  Record<'steady' | 'slow tail', Readonly<Record<ContenderName, readonly [from: number, to: number]>>>
> = {
  steady: { pool: [8_000, 14_000], handleMessage: [2_500, 5_000], handleMessageBatch: [3_500, 7_000] },
  'slow tail': { pool: [2_000, 6_000], handleMessage: [400, 1_200], handleMessageBatch: [400, 1_200] },
};
/** The stragglers. */
const BEYOND = 100;

type Results = Readonly<Record<ContenderName, RunResult>>;

export const consumer: Bench = {
  name: 'consumer',
  about: `sqs-consumer 15 with ten consumers beside the pool, 100 messages in flight, 10 ms a call to SQS; median of ${ROUNDS} rounds; then 100,000 messages`,
  async run(say) {
    const steady = await rounds('steady', say);
    const slow = await rounds('slow tail', say);
    const memory = await run({ contender: 'pool', load: 'none', from: 20_000, to: 100_000, total: 100_000 });
    return [
      ...rates(steady, 'handler 20 ms', { handleMessage: 2.8, handleMessageBatch: 1.8 }),
      ...rates(slow, '5 % of handlers 500 ms', { handleMessage: 4, handleMessageBatch: 4 }),
      ...cpu(steady),
      { what: 'resident memory after 20,000 messages', value: memory.rss[0] / 1024, unit: 'KB' },
      {
        what: 'after 100,000 / after 20,000',
        value: memory.rss[1] / memory.rss[0],
        unit: 'x',
        promise: { at: 'most', value: 1.1 },
      },
    ];
  },
};

/** In turns, and every other round the other way round: what slows the machine down meets them all. */
async function rounds(load: LoadName & keyof typeof RUNS, say: (line: string) => void): Promise<Results[]> {
  const all: Results[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const order = round % 2 === 0 ? CONTENDERS : CONTENDERS.toReversed();
    const results: Partial<Record<ContenderName, RunResult>> = {};
    for (const contender of order) {
      const [from, to] = RUNS[load][contender];
      results[contender] = await run({ contender, load, from, to, total: to + BEYOND });
    }
    all.push(results as Results);
    say(
      `${load}, round ${round + 1}: ${CONTENDERS.map((name) => `${name} ${results[name]?.messagesPerSecond.toFixed(0)}/s`).join(', ')}`,
    );
  }
  return all;
}

function rates(
  all: readonly Results[],
  load: string,
  promised: Readonly<Record<Exclude<ContenderName, 'pool'>, number>>,
): Figure[] {
  return [
    ...CONTENDERS.map((name) => ({
      what: `${name}, ${load}`,
      value: median(all.map((results) => results[name].messagesPerSecond)),
      unit: '/s',
    })),
    ...Object.entries(promised).map(([name, value]) => ({
      what: `pool / ${name}, ${load}`,
      value: median(
        all.map((results) => results.pool.messagesPerSecond / results[name as ContenderName].messagesPerSecond),
      ),
      unit: 'x',
      promise: { at: 'least' as const, value },
    })),
  ];
}

function cpu(all: readonly Results[]): Figure[] {
  const ratio = (to: ContenderName) =>
    median(all.map((results) => results.pool.cpuPerMessage / results[to].cpuPerMessage));
  return [
    ...CONTENDERS.map((name) => ({
      what: `${name}, CPU a message`,
      value: median(all.map((results) => results[name].cpuPerMessage)) / 1000,
      unit: 'ms',
    })),
    {
      what: 'pool / handleMessage, CPU a message',
      value: ratio('handleMessage'),
      unit: 'x',
      promise: { at: 'most', value: 0.35 },
    },
    {
      what: 'pool / handleMessageBatch, CPU a message',
      value: ratio('handleMessageBatch'),
      unit: 'x',
      promise: { at: 'most', value: 0.9 },
    },
  ];
}
