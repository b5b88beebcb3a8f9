import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ASSEMBLY_VARIABLE } from './assembly-variable.ts';
import { synthesize } from './synthesize.ts';

/** Before the whole matrix: one synthesis for all shards. */
export default function synthesizeOnce(): void {
  const directory = mkdtempSync(join(tmpdir(), 'fanout-saga-matrix-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  process.env[ASSEMBLY_VARIABLE] = synthesize(join(directory, 'cdk.out'));
}
