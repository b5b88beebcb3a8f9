import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');

/**
 * `npx cdk synth` of all stacks, as it is typed: checks, bundles and assets included, without an account.
 *
 * @returns seconds
 * @throws Error when it made another number of stacks
 */
export async function cdkSynth(consumer: 'eks' | 'lambda'): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'fanout-saga-bench-'));
  try {
    const began = performance.now();
    await run('npx', ['cdk', 'synth', '--quiet', '--output', directory, '-c', `consumer=${consumer}`], { cwd: ROOT });
    const seconds = (performance.now() - began) / 1000;
    const stacks = (await readdir(directory)).filter((file) => file.endsWith('.template.json'));
    if (stacks.length !== 3) throw new Error(`cdk synth made ${stacks.length} stacks in ${directory}, not 3`);
    return seconds;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
