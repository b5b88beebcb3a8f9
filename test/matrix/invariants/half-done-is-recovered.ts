import { ERROR_NAME } from '../../../contract/errors.ts';
import { DECISION } from '../../../contract/recovery.ts';
import { STEP_STATUS } from '../../../contract/saga.ts';
import type { ExecutionFacts, Facts, RecoveryFacts } from '../world/facts.ts';
import { entriesOf, type Invariant, owns, stepsThat } from './invariant.ts';

/** How many recoveries each kind of news brings. */
const TOLD = { 'told once': 1, 'told twice': 2, 'told nobody': 0 } as const;

export const halfDoneIsRecovered: Invariant = {
  name: 'what is cut short is recovered when EventBridge tells, and by the sweep where it does not; nothing else is',
  check(facts) {
    const main = facts.executions.find(({ role }) => role === 'main');
    if (main === undefined) return [];
    const isCut = main.status === 'TIMED_OUT' || main.status === 'ABORTED';
    const isHalfDone = isCut || (main.status === 'FAILED' && main.error === ERROR_NAME.sagaOpen);
    const told = isHalfDone ? TOLD[facts.case.details.events] : 0;
    const recovered = recoveriesBy(facts, main, 'EventBridge').length;
    const swept = recoveriesBy(facts, main, 'sweep');
    const isLost = isHalfDone && told === 0 && swept.length === 0 && !isOthers(facts, main) && !isByHand(facts, main);
    return [
      ...(recovered === told
        ? []
        : [`EventBridge told of it ${told} times, but it was recovered ${recovered} times for that`]),
      ...(isLost ? ['EventBridge told nobody, and no sweep recovered it'] : []),
      ...(isHalfDone ? [] : swept.map(() => `it ended ${main.status} ${main.error}, but a sweep recovered it`)),
      ...strayed(facts).map(({ startedBy, of, error }) => `the recovery of ${of} by ${startedBy} failed with ${error}`),
      ...sentAway(facts, main).map((who) => `it has the record, but the recovery by ${who} says that it has not`),
      ...(isCut ? leftOpen(facts, main) : []).map((step) => `it was cut short, but ${step} was not rolled back`),
    ];
  },
};

function recoveriesBy({ recoveries }: Facts, { arn }: ExecutionFacts, who: RecoveryFacts['startedBy']) {
  return recoveries.filter(({ of, startedBy }) => of === arn && startedBy === who);
}

/** Where another has the record, and always had it, nothing is to be recovered. That there is no record is no reason. */
function isOthers(facts: Facts, main: ExecutionFacts): boolean {
  return facts.record !== undefined && !owns(facts, main) && entriesOf(facts, main).length === 0;
}

/** A recovery that somebody asked for while it ran may have looked at it only after its end. */
function isByHand(facts: Facts, main: ExecutionFacts): boolean {
  return recoveriesBy(facts, main, 'operator').some(({ decision }) => decision !== DECISION.stillRunning);
}

/** A recovery ends well, or tells that a rollback failed again. */
function strayed({ case: { rollbacks }, recoveries }: Facts): readonly RecoveryFacts[] {
  const allowed = rollbacks === 'one rollback fails for good' ? ERROR_NAME.rollbackFailed : undefined;
  return recoveries.filter(
    ({ status, error }) => status !== 'SUCCEEDED' && !(status === 'FAILED' && error === allowed),
  );
}

/** Nobody takes a record away from it: what it has in the end, it had or could take when a recovery looked. */
function sentAway(facts: Facts, main: ExecutionFacts): readonly string[] {
  if (!owns(facts, main)) return [];
  return facts.recoveries
    .filter(({ of, decision }) => of === main.arn && decision === DECISION.notMine)
    .map(({ startedBy }) => startedBy);
}

/** A recovery does not know how far its execution has come: it rolls back every step, or a late write would find the door open. */
function leftOpen(facts: Facts, main: ExecutionFacts): readonly string[] {
  const entries = entriesOf(facts, main);
  const undone = [...stepsThat(STEP_STATUS.rolledBack, entries), ...stepsThat(STEP_STATUS.rollbackFailed, entries)];
  return undone.length > 0 ? facts.steps.filter((step) => !undone.includes(step)) : [];
}
