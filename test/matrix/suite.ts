import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Case } from './case.ts';
import { type Played, playAll } from './play.ts';
import { synthesize } from './world/synthesize.ts';

/** A test for each of the cases, which are all played before the first of them. */
export function testCases(cases: readonly Case[]): void {
  const played = new Map<Case, Played>();
  const outdir = mkdtempSync(join(tmpdir(), 'fanout-saga-matrix-'));
  beforeAll(async () => {
    const assembly = synthesize(outdir);
    for (const one of await playAll(assembly, cases)) played.set(one.case, one);
  }, 600_000);
  afterAll(() => rmSync(outdir, { recursive: true, force: true }));

  test.each(cases.map((one) => ({ one, name: one.name })))('$name', ({ one }) => {
    expect(played.get(one)?.violations).toEqual([]);
  });
}
