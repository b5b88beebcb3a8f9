import { mapComparisons, operatorOf } from './choice-rules.ts';
import type { Mend } from './mend.ts';

/** `IsPresent: false` and its like never match in the interpreter: they become the opposite of `IsPresent: true`. */
export const negateTypeTests: Mend = (state) =>
  mapComparisons(state, (comparison) => {
    const [operator, operand] = operatorOf(comparison);
    if (!operator.startsWith('Is') || operand !== false) return comparison;
    return { Not: { Variable: comparison.Variable, [operator]: true } };
  });
