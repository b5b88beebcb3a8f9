import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

/** Where the apps of a test file are synthesized; the CDK's own temporary directories would stay behind. */
export const OUTDIR = mkdtempSync(join(tmpdir(), 'fanout-saga-lib-'));

afterAll(() => rmSync(OUTDIR, { recursive: true, force: true }));
