import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { type Assembly, readAssembly } from '../../../local/cloudformation/assembly.ts';
import { synthesize } from '../../../local/synth.ts';

/** The application with the given settings, synthesized once for a test file or a `describe`, its references resolved. */
export function useConsumerAssembly(settings: Readonly<Record<string, unknown>>): () => Assembly {
  const directory = mkdtempSync(join(tmpdir(), 'fanout-saga-iam-'));
  let assembly: Assembly | undefined;
  beforeAll(async () => {
    const outdir = await synthesize(join(directory, 'cdk.out'), {
      ...settings,
      // Neither the functions' code nor kubectl is looked at.
      'aws:cdk:bundling-stacks': [],
      'aws:cdk:disable-asset-staging': true,
    });
    assembly = readAssembly(outdir, { endpoint: 'http://127.0.0.1:4566' });
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return () => {
    if (assembly === undefined) throw new Error('the assembly is there only in tests and hooks');
    return assembly;
  };
}
