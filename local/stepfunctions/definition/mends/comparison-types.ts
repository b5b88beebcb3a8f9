import { mapComparisons, operatorOf } from './choice-rules.ts';
import type { Mend } from './mend.ts';

const TYPE_TESTS = { String: 'IsString', Numeric: 'IsNumeric', Boolean: 'IsBoolean', Timestamp: 'IsTimestamp' };

/**
 * On AWS a comparison is false where the variable has another type. The interpreter compares as JavaScript does, where
 * `"5" < 10` holds, and StringMatches throws: each comparison is preceded by the test for its type.
 */
export const guardComparisons: Mend = (state) =>
  mapComparisons(state, (comparison) => {
    const [operator] = operatorOf(comparison);
    const kind = Object.entries(TYPE_TESTS).find(([prefix]) => operator.startsWith(prefix));
    if (kind === undefined) return comparison;
    return { And: [{ Variable: comparison.Variable, [kind[1]]: true }, comparison] };
  });
