import { ERROR_NAME, FENCE_REFUSALS, REFUSALS } from '../../../contract/errors.ts';
import { type Check, entriesOf } from './check.ts';

/** What is an end of nobody here: each rollback goes well in the end, and nothing that was published is invalid. */
const NEVER: readonly string[] = [ERROR_NAME.rollbackFailed, ERROR_NAME.sagaOpen, ERROR_NAME.invalidTransaction];

export const endsAreTrue: Check = {
  name: "each execution's end says what happened: no verdict is overruled, only a second attempt is refused, and only what was stopped is recovered",
  check(facts) {
    return facts.executions.flatMap((execution) => {
      const { name, status, error = '', hasVerdict, wasStopped, wasRecovered } = execution;
      const isRefused = REFUSALS.includes(error);
      const mayBeRefused = facts.planned.attempts.length > 1 && FENCE_REFUSALS.includes(error);
      return [
        ...(hasVerdict && status === 'SUCCEEDED' ? [`${name} SUCCEEDED, although a step of it said no`] : []),
        ...(status === 'ABORTED' && !wasStopped ? [`${name} was ABORTED by nobody`] : []),
        ...(status !== 'ABORTED' && wasRecovered
          ? [`${name} ended ${status} ${error}, and was recovered all the same`]
          : []),
        ...(status === 'TIMED_OUT' || NEVER.includes(error) ? [`${name} ended ${status} ${error}`] : []),
        ...(isRefused && !mayBeRefused ? [`${name} was refused with ${error}, but there is no other`] : []),
        ...(isRefused && entriesOf(facts, execution).length > 0 ? [`${name} was refused, and has written`] : []),
      ];
    });
  },
};
