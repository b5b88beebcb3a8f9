import { withFields } from '../fields.ts';
import type { Mend } from './mend.ts';
import { MAX_TIMER_SECONDS } from './retry-intervals.ts';

/** What the interpreter does itself with every state, whatever its type. */
const KEPT = ['Next', 'End', 'Retry', 'Catch', 'ResultPath', 'OutputPath', 'TimeoutSecondsPath'];

/**
 * Every state but Choice and Succeed becomes a Task for the interpreter, with a handler of this service's own: no Task can
 * reach AWS, a Pass may have a falsy Result, a Fail neither Error nor Cause, and a branch or an item runs as a machine of
 * its own with its own context object. Such a Task gets the state's raw input: that is what TimeoutSecondsPath refers to on
 * AWS, while the interpreter would read it after Parameters. Without a timeout the interpreter would take 60 seconds.
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
      ...(state.TimeoutSecondsPath === undefined && {
        TimeoutSeconds: Math.min(Number(state.TimeoutSeconds ?? MAX_TIMER_SECONDS), MAX_TIMER_SECONDS),
      }),
    },
  );
};
