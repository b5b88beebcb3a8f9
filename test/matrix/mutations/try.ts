import { playApart } from '../player.ts';
import type { Report } from '../report.ts';
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
  const env = { MATRIX_CASE: cases ?? '', MATRIX_SAMPLE: String(SAMPLE), MATRIX_SEED: '1' };
  try {
    const report = await playApart({ root: copy.directory, env, timeout: LONGEST_MS });
    return { verdict: report.broken.length > 0 ? 'caught' : 'survived', report };
  } catch (error) {
    return { verdict: 'invalid', reason: String(error) };
  }
}
