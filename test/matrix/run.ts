import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PLAYER, playApart } from './player.ts';
import { type Report, sum } from './report.ts';
import { synthesize } from './world/synthesize.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** More than these share no work worth the memory, of which each takes a gigabyte. */
const MAX_PARTS = 4;

/** Plays all that is asked for, in a process for each core; exits with 1 where an invariant does not hold of a case. */
async function main(): Promise<void> {
  const begun = Date.now();
  const outdir = mkdtempSync(join(tmpdir(), 'fanout-saga-matrix-'));
  try {
    const assembly = synthesize(outdir);
    const played = await inParts({ [PLAYER.assembly]: assembly }, 'cases');
    // Where only some are asked for, nobody asks for these.
    const isWhole = !process.env.MATRIX_CASE && !process.env.MATRIX_SAMPLE;
    const threads = { [PLAYER.assembly]: assembly, [PLAYER.inThreads]: '1' };
    const killed = isWhole ? [await inParts(threads, 'cases with real kills')] : [];
    tell(sum([played, ...killed]), (Date.now() - begun) / 1_000);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

async function inParts(env: NodeJS.ProcessEnv, what: string): Promise<Report> {
  const parts = Math.min(availableParallelism(), MAX_PARTS);
  const reports: Report[] = [];
  const onReport = (report: Report) => {
    reports.push(report);
    const { cases, broken } = sum(reports);
    process.stderr.write(`${cases} ${what}, ${broken.length} broken\n`);
  };
  const numbers = Array.from({ length: parts }, (_, index) => `${index + 1}/${parts}`);
  return sum(
    await Promise.all(numbers.map((part) => playApart({ root: ROOT, env: { ...env, [PLAYER.part]: part }, onReport }))),
  );
}

function tell({ cases, broken }: Report, seconds: number): void {
  for (const one of broken) {
    const lines = [one.case, ...one.invariants.map((name) => `breaks: ${name}`), `first: ${one.problem}`];
    process.stdout.write(
      `${lines.join('\n  ')}\n  alone: MATRIX_CASE=${JSON.stringify(one.case)} npm run test:matrix\n`,
    );
  }
  process.stdout.write(`${cases - broken.length} cases passed, ${broken.length} failed, in ${seconds.toFixed(0)} s\n`);
  process.exitCode = broken.length > 0 || cases === 0 ? 1 : 0;
}

await main();
