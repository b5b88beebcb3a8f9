import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { play } from './play.ts';
import { readSelection, select } from './selection.ts';
import { synthesize } from './world/synthesize.ts';

/** What a run without a test runner says on its last line, in JSON. */
export interface Report {
  readonly cases: number;
  readonly broken: readonly {
    readonly case: string;
    readonly invariants: readonly string[];
    readonly problem: string;
  }[];
}

/** Plays the cases that the environment asks for, in this process: what a mutated copy of the sources is tried by. */
const outdir = mkdtempSync(join(tmpdir(), 'fanout-saga-matrix-'));
try {
  const played = await play(synthesize(outdir), select(readSelection()));
  const report: Report = {
    cases: played.length,
    broken: played
      .filter(({ violations }) => violations.length > 0)
      .map(({ case: { name }, violations }) => ({
        case: name,
        invariants: [...new Set(violations.map(({ invariant }) => invariant))],
        problem: violations[0]?.problem ?? '',
      })),
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
