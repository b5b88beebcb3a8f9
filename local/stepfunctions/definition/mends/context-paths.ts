import { inContext } from '../../interpreter.ts';
import { withFields } from '../fields.ts';
import { mapComparisons } from './choice-rules.ts';
import type { Mend } from './mend.ts';

/** What the interpreter reads itself, beside the rules of a Choice. */
const FIELDS = ['InputPath', 'OutputPath', 'TimeoutSecondsPath'];

/**
 * The interpreter puts an Input and a StartTime of its own into `$$.Execution`, so that a branch sees its own input there
 * and the start is some milliseconds late. AWS's context object is handed over one level down; paths are led there.
 */
export const readAwsContext: Mend = (state) => {
  const led = withFields(state, Object.fromEntries(FIELDS.map((field) => [field, lead(state[field])])));
  return mapComparisons(led, (comparison) =>
    Object.fromEntries(
      Object.entries(comparison).map(([field, value]) => [field, isPathField(field) ? lead(value) : value]),
    ),
  );
};

function isPathField(field: string): boolean {
  return field === 'Variable' || field.endsWith('Path');
}

function lead(path: unknown): unknown {
  return typeof path === 'string' && path.startsWith('$$') ? inContext(path) : path;
}
