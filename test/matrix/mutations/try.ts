import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Report } from '../main.ts';
import type { Copy } from './copy.ts';
import type { Mutation } from './mutation.ts';

/** How many cases a mutation is tried by: of those that its `cases` name. */
const SAMPLE = 40;
/** A mutation may keep something going for ever. */
const LONGEST_MS = 300_000;

/** What became of a mutation. */
export type Trial =
  | { readonly verdict: 'caught' | 'survived'; readonly report: Report }
  /** It does not even run, which says nothing about the matrix. */
  | { readonly verdict: 'invalid'; readonly reason: string };

/** Plays some cases on the copy. */
export async function tryOn(copy: Copy, { cases }: Pick<Mutation, 'cases'> = {}): Promise<Trial> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(copy.directory, 'test/matrix/main.ts')],
    {
      cwd: copy.directory,
      env: { ...process.env, MATRIX_CASE: cases ?? '', MATRIX_SAMPLE: String(SAMPLE), MATRIX_SEED: '1' },
      timeout: LONGEST_MS,
      killSignal: 'SIGKILL',
    },
  );
  const [output, errors, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ]);
  const last = output.trimEnd().split('\n').at(-1) ?? '';
  if (code !== 0 || !last.startsWith('{'))
    return { verdict: 'invalid', reason: `ended with ${code}: ${errors.slice(-2_000)}` };
  const report = JSON.parse(last) as Report;
  return { verdict: report.broken.length > 0 ? 'caught' : 'survived', report };
}
