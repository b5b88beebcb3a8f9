import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../local/synth.ts';
import type { Bench } from './bench.ts';
import { problemsOf } from './chaos/checks/index.ts';
import { figuresOf, refusal } from './chaos/figures.ts';
import { readSeed } from './chaos/lots.ts';
import { storm } from './chaos/storm.ts';

const TRANSACTIONS = 10_000;
/** As many as the group's settings allow. */
const CONSUMERS = 3;
const KILLS = 30;
const LIMIT_SECONDS = 900;

/**
 * What a dead consumer had comes again soon, so that one message may meet several deaths within minutes. And no more is started
 * a second than one process can be the cloud of: the consumers wait for their turn, as they do at the quota on AWS.
 */
const SETTINGS = {
  groups: { saga: { visibilityTimeoutSeconds: 10, maxReplicas: CONSUMERS }, audit: {} },
  startRatePerSecond: 90,
  startBurst: 90,
};

export const chaos: Bench = {
  name: 'chaos',
  about:
    `${TRANSACTIONS} transactions, while ${KILLS} consumers are killed with SIGKILL, ${CONSUMERS} at work at a time, and ` +
    'Lambdas and the table fail at random; CHAOS_SEED gives the seed',
  async run(say) {
    const seed = readSeed();
    say(`CHAOS_SEED=${seed}`);
    const directory = await mkdtemp(join(tmpdir(), 'fanout-saga-chaos-'));
    try {
      const assembly = await synthesize(join(directory, 'cdk.out'), SETTINGS);
      const run = await storm({
        assembly,
        seed,
        transactions: TRANSACTIONS,
        consumers: CONSUMERS,
        kills: KILLS,
        limitSeconds: LIMIT_SECONDS,
        say,
      });
      for (const [fault, count] of run.struck) say(`${count} times ${fault}`);
      const problems = problemsOf(run.facts);
      if (problems.length > 0) throw refusal(problems, seed);
      return figuresOf(run, problems);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
};
