import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../local/synth.ts';

/** Where the tests find the cloud assembly that was synthesized once for all of them. */
export const ASSEMBLY_VARIABLE = 'FANOUT_SAGA_TEST_ASSEMBLY';

/** Before all tests: one synthesis, with the shortest Lambda timeout, since a test of timeouts has to wait for it. */
export default async function synthesizeOnce(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'fanout-saga-test-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  process.env[ASSEMBLY_VARIABLE] = await synthesize(join(directory, 'cdk.out'), { stepTimeoutSeconds: '3' });
}
