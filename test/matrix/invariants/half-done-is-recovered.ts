import { ERROR_NAME } from '../../../contract/errors.ts';
import { DECISION } from '../../../contract/recovery.ts';
import type { RecoveryFacts } from '../world/facts.ts';
import { entriesOf, type Invariant, owns } from './invariant.ts';

/** How many recoveries each kind of news brings. */
const TOLD = { 'told once': 1, 'told twice': 2, 'told nobody': 0 } as const;

export const halfDoneIsRecovered: Invariant = {
  name: 'what is cut short is recovered when EventBridge tells, and by the sweep where it does not; nothing else is',
  check(facts) {
    const { case: one, executions, recoveries } = facts;
    const main = executions.find(({ role }) => role === 'main');
    const isOpen = main?.status === 'FAILED' && main.error === ERROR_NAME.sagaOpen;
    const isCut = main?.status === 'TIMED_OUT' || main?.status === 'ABORTED' || isOpen;
    const by = (who: RecoveryFacts['startedBy']) =>
      recoveries.filter(({ of, startedBy }) => of === main?.arn && startedBy === who);
    // Where the other has the transaction, and always had it, there is nothing to recover. That there is no record is no reason.
    const isOthers =
      main !== undefined && facts.record !== undefined && !owns(facts, main) && entriesOf(facts, main).length === 0;
    // One that somebody asked for while it ran may have looked at it only after its end.
    const byHand = recoveries.some(
      ({ of, startedBy, decision }) =>
        of === main?.arn && startedBy === 'operator' && decision !== DECISION.stillRunning,
    );
    const told = isCut ? TOLD[one.details.events] : 0;
    const recovered = by('EventBridge').length;
    return [
      ...(recovered === told
        ? []
        : [`EventBridge told of it ${told} times, but it was recovered ${recovered} times for that`]),
      ...(isCut && !isOthers && !byHand && told === 0 && by('sweep').length === 0
        ? ['EventBridge told nobody, and no sweep recovered it']
        : []),
      ...(isCut ? [] : by('sweep').map(() => `it ended ${main?.status} ${main?.error}, but a sweep recovered it`)),
    ];
  },
};
