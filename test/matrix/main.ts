import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killCases } from './kills.ts';
import { play } from './play.ts';
import { PLAYER, readPart } from './player.ts';
import { reportOf } from './report.ts';
import { readSelection, select } from './selection.ts';
import { synthesize } from './world/synthesize.ts';

/** Plays the cases that the environment asks for in this process, and says what became of each hundred in a line of JSON. */
const { [PLAYER.assembly]: assembly, [PLAYER.inThreads]: threads } = process.env;
const inThreads = threads === '1';
const outdir = mkdtempSync(join(tmpdir(), 'fanout-saga-matrix-'));
try {
  const cases = readPart()(inThreads ? killCases() : select(readSelection()));
  for await (const played of play(assembly ?? synthesize(outdir), cases, { inThreads }))
    process.stdout.write(`${JSON.stringify(reportOf(played))}\n`);
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
