import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../local/synth.ts';

/** Where the tests find the cloud assembly that was synthesized once for all of them. */
export const ASSEMBLY_VARIABLE = 'FANOUT_SAGA_TEST_ASSEMBLY';

/**
 * Settings as short as they may be, since a test of a timeout has to wait for it, and a group more than are shipped, which
 * gets only a part of what is published.
 */
const SETTINGS = {
  stepTimeoutSeconds: '3',
  groups: JSON.stringify({
    // One pod, which has the whole of the quota: nothing scales here.
    saga: { visibilityTimeoutSeconds: 10, maxReplicas: 1 },
    audit: { maxReceiveCount: 1 },
    europe: { filterPolicy: { TransactionDetails: { TransactionId: [{ prefix: 'eu-' }] } } },
  }),
};

/** Before all tests: one synthesis for all of them. */
export default async function synthesizeOnce(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'fanout-saga-test-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  process.env[ASSEMBLY_VARIABLE] = await synthesize(join(directory, 'cdk.out'), SETTINGS);
}
