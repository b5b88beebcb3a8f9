import { runAsTask } from './mends/as-task.ts';
import { guardComparisons } from './mends/comparison-types.ts';
import { readAwsContext } from './mends/context-paths.ts';
import type { Mend } from './mends/mend.ts';
import { plainResultPaths } from './mends/result-path.ts';
import { retryAtOnce } from './mends/retry-intervals.ts';
import { escapeQuestionMarks } from './mends/string-matches.ts';
import { negateTypeTests } from './mends/type-tests.ts';
import { dropWholePaths } from './mends/whole-paths.ts';

/** All that is rewritten before the interpreter sees a state, in this order. */
export const MENDS: readonly Mend[] = [
  negateTypeTests,
  escapeQuestionMarks,
  guardComparisons,
  dropWholePaths,
  readAwsContext,
  plainResultPaths,
  retryAtOnce,
  runAsTask,
];
