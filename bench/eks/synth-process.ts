import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StackCount } from './count.ts';
import type { Way } from './ways.ts';

/** What a process of its own prints: a synthesis is measured from nothing, as everybody has it who types `cdk synth`. */
export interface SynthResult {
  readonly count: StackCount;
  readonly features: readonly string[];
  /** CPU, which another process does not take part in: to load the CDK, make the constructs, stage assets, write templates. */
  readonly ms: number;
}

if (import.meta.main) {
  const directory = mkdtempSync(join(tmpdir(), 'fanout-saga-bench-'));
  try {
    const { appOf } = await import('./apps.ts');
    const { app, stack } = appOf(process.argv[2] as Way, directory);
    app.synth();
    const { user, system } = process.cpuUsage();
    const ms = (user + system) / 1000;
    const { count, featuresOf, resourcesOf } = await import('./count.ts');
    const resources = resourcesOf(stack, directory);
    const result: SynthResult = { ms, count: count(resources), features: featuresOf(resources) };
    process.stdout.write(JSON.stringify(result));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
