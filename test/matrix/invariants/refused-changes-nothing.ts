import { REFUSALS } from '../../../contract/errors.ts';
import { entriesOf, type Invariant, owns, sayWho } from './invariant.ts';

export const refusedChangesNothing: Invariant = {
  name: 'an execution refused as invalid, as a duplicate or as closed changes nothing',
  check(facts) {
    return facts.executions
      .filter(({ status, error = '' }) => status === 'FAILED' && REFUSALS.includes(error))
      .flatMap((execution) => [
        ...(owns(facts, execution)
          ? [`${sayWho(execution)} was refused with ${execution.error}, but owns the record`]
          : []),
        ...(execution.rollbacks > 0
          ? [`${sayWho(execution)} was refused with ${execution.error}, but asked for ${execution.rollbacks} rollbacks`]
          : []),
        ...entriesOf(facts, execution).map(
          ({ Name, Status }) => `${sayWho(execution)} was refused with ${execution.error}, but has ${Status} ${Name}`,
        ),
      ]);
  },
};
