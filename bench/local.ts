import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedCloud } from '../local/cloud.ts';
import { directly } from '../local/start/launch.ts';
import { runSagas } from '../local/start/run-sagas.ts';
import { synthesize } from '../local/synth.ts';
import type { Bench } from './bench.ts';

const TRIES = 3;
const SAGAS = 500;
const CONCURRENCY = 20;

export const local: Bench = {
  name: 'local',
  about: `npm start from nothing, the embedded cloud's boot, ${SAGAS} sagas at concurrency ${CONCURRENCY}; best of ${TRIES}`,
  async run(say) {
    const starts: number[] = [];
    const boots: number[] = [];
    for (let index = 0; index < TRIES; index += 1) {
      const { seconds, bootMs } = await npmStart();
      starts.push(seconds);
      boots.push(bootMs);
      say(`npm start: ${seconds.toFixed(1)} s, of which ${bootMs.toFixed(0)} ms to boot`);
    }
    const directory = await mkdtemp(join(tmpdir(), 'fanout-saga-bench-'));
    try {
      const assembly = await synthesize(join(directory, 'cdk.out'));
      const rates: number[] = [];
      for (let index = 0; index < TRIES; index += 1) {
        await using cloud = await EmbeddedCloud.boot({ assembly });
        rates.push(await sagasPerSecond(cloud));
        say(`${rates.at(-1)?.toFixed(0)} sagas a second`);
      }
      return [
        {
          what: 'npm start, synthesis included',
          value: Math.min(...starts),
          unit: 's',
          promise: { at: 'most', value: 15 },
        },
        { what: 'boot of the cloud', value: Math.min(...boots) / 1000, unit: 's', promise: { at: 'most', value: 0.5 } },
        {
          what: `${SAGAS} sagas, ${CONCURRENCY} at a time`,
          value: Math.max(...rates),
          unit: '/s',
          promise: { at: 'least', value: 100 },
        },
      ];
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
};

/** As it is typed: a process that has loaded nothing yet. */
async function npmStart(): Promise<{ seconds: number; bootMs: number }> {
  const began = performance.now();
  const child = spawn('npm', ['start', '--silent', '--', '--json'], {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  const seconds = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(`npm start exited with ${code} and printed ${output.length} characters`);
  const { bootMs, sagas } = JSON.parse(output) as { bootMs: number; sagas: unknown[] };
  if (sagas.length === 0) throw new Error('npm start ran no saga');
  return { seconds, bootMs };
}

async function sagasPerSecond(cloud: EmbeddedCloud): Promise<number> {
  const inputs = Array.from({ length: SAGAS }, (_, index) => ({
    TransactionDetails: { TransactionId: `bench-${index}` },
  }));
  const began = performance.now();
  const executions = await runSagas(inputs, {
    launch: directly(cloud),
    concurrency: CONCURRENCY,
    waitForEnd: (executionArn) => cloud.stepFunctions.waitForEnd(executionArn),
  });
  const seconds = (performance.now() - began) / 1000;
  for (const executionArn of executions) {
    const { status } = await cloud.stepFunctions.waitForEnd(executionArn);
    if (status !== 'SUCCEEDED') throw new Error(`${executionArn} ended ${status} instead of SUCCEEDED`);
  }
  return SAGAS / seconds;
}
