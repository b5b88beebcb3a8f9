import { withFields } from '../fields.ts';
import type { Mend } from './mend.ts';

/** A timer of Node.js that is longer (24.8 days) fires at once. */
const LONGEST_SECONDS = 2_147_483;

/** What the interpreter does itself with every state, whatever its type. */
const KEPT = ['Next', 'End', 'Retry', 'Catch', 'ResultPath', 'OutputPath'];

/**
 * Every state but Choice and Succeed becomes a Task for the interpreter, with a handler of this service's own: no Task can
 * reach AWS, a Pass may have a falsy Result, a Fail neither Error nor Cause, and a branch or an item runs as a machine of
 * its own with its own context object. The handler sees to the timeout as well, by the clock of this cloud; without one the
 * interpreter would take 60 seconds.
 */
export const runAsTask: Mend = (state) => {
  if (state.Type === 'Choice' || state.Type === 'Succeed') return state;
  const kept = KEPT.map((field) => [field, state[field]] as const);
  return withFields(
    { Type: 'Task', Resource: 'local' },
    {
      ...Object.fromEntries(kept),
      // A Fail goes nowhere, but a Task has to.
      ...(state.Type === 'Fail' && { End: true }),
      TimeoutSeconds: LONGEST_SECONDS,
    },
  );
};
