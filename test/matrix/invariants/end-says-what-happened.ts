import { ERROR_NAME } from '../../../contract/errors.ts';
import { STATUS } from '../../../contract/saga.ts';
import type { Case } from '../case.ts';
import { FAULTS } from '../dimensions/fault.ts';
import type { ExecutionFacts, Facts, Role } from '../world/facts.ts';
import { type Invariant, owns, sayWho } from './invariant.ts';

export const endSaysWhatHappened: Invariant = {
  name: "the execution's status and error say what happened",
  check(facts) {
    return facts.executions.flatMap((execution) => {
      const allowed =
        execution.role === 'main' ? endsOfMain(facts, owns(facts, execution)) : endsOfOther(facts.case, execution.role);
      const end = endOf(execution);
      return [
        ...(allowed.includes(end)
          ? []
          : [`${sayWho(execution)} ended ${end}, but could only end ${allowed.join(' or ')}`]),
        ...(execution.role === 'main' && owns(facts, execution) ? errorInRecord(facts) : []),
      ];
    });
  },
};

const OPEN = `FAILED ${ERROR_NAME.sagaOpen}`;
const DUPLICATE = `FAILED ${ERROR_NAME.duplicateTransaction}`;
const DECLINED = `FAILED ${FAULTS.verdict.error}`;

function endsOfOther({ details }: Case, role: Exclude<Role, 'main'>): readonly string[] {
  // It may come second, or first.
  if (role === 'rival') return [DUPLICATE, details.rival === 'goes well' ? 'SUCCEEDED' : DECLINED];
  return [role === 'earlier' ? DECLINED : `FAILED ${ERROR_NAME.invalidTransaction}`];
}

function endOf({ status, error }: Pick<ExecutionFacts, 'status' | 'error'>): string {
  return error === undefined ? status : `${status} ${error}`;
}

function endsOfMain(facts: Facts, mine: boolean): readonly string[] {
  const { case: one, injections } = facts;
  const cut = injections.some(({ what }) => what === 'cut');
  if (cut) return one.ends === 'aborted' ? ['ABORTED Stopped'] : ['TIMED_OUT'];
  if (one.details.closing === 'has no table' && injections.some(({ what }) => what === 'closing')) return [OPEN];
  const struck = injections.some(({ what }) => what === 'step');
  // The other took the transaction before any fault could strike, or between two attempts at the first step.
  const refused = one.starts === 'two executions' ? [DUPLICATE] : [];
  if (!struck) return refused.length > 0 ? refused : ['a fault that struck'];
  // What it could not roll back is nothing to it where the record is the other's.
  const notMine = refused.length > 0 && !mine ? [`FAILED ${FAULTS[one.fault].error}`] : [];
  return [...refused, ...(isLasting(facts) ? [lastingEnd(facts), ...notMine] : ['SUCCEEDED'])];
}

/** Whether the step failed in the end. */
function isLasting({ case: { fault, repetition } }: Facts): boolean {
  return !FAULTS[fault].retried || repetition === 'until retries end';
}

function lastingEnd({ case: { fault, rollbacks, details } }: Facts): string {
  // Nobody could be told: a lost notification changes nothing, a lost message to the operator does.
  if (rollbacks === 'one rollback fails for good' && details.closing === 'has no queue and no topic') return OPEN;
  return `FAILED ${rollbacks === 'one rollback fails for good' ? ERROR_NAME.rollbackFailed : FAULTS[fault].error}`;
}

/** What the record keeps of the reason: the step's error where it failed, or how it was cut short. */
function errorInRecord(facts: Facts): readonly string[] {
  const { case: one, record, injections } = facts;
  if (record === undefined || record.Status === STATUS.committed) return [];
  const got = `${record.Error?.Step ?? 'no step'} ${record.Error?.Name}`;
  const ofStep = `${one.place.step} ${FAULTS[one.fault].error}`;
  const ofCut = `no step ${one.ends === 'aborted' ? 'Stopped' : 'States.Timeout'}`;
  const cut = injections.some(({ what }) => what === 'cut');
  const open = one.details.closing.startsWith('has no') ? [`no step ${ERROR_NAME.sagaOpen}`] : [];
  // Cut short in its rollback, it depends on whose rollback wrote first: both tell the truth.
  const allowed = cut ? (isLasting(facts) ? [ofStep, ofCut] : [ofCut]) : [ofStep, ...open];
  return allowed.includes(got) ? [] : [`the record says ${got}, but it was ${allowed.join(' or ')}`];
}
