import { mapComparisons, operatorOf } from './choice-rules.ts';
import type { Mend } from './mend.ts';

/** In StringMatches the star is AWS's only wildcard; the interpreter takes `?` for one as well. */
export const escapeQuestionMarks: Mend = (state) =>
  mapComparisons(state, (comparison) => {
    const [operator, pattern] = operatorOf(comparison);
    if (operator !== 'StringMatches' || typeof pattern !== 'string') return comparison;
    // An escape stays what it is, whatever it escapes.
    return { ...comparison, [operator]: pattern.replace(/\\.|\?/gs, (found) => (found === '?' ? '\\?' : found)) };
  });
