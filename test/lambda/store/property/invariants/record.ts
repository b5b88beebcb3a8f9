import { STATUS, STEP_STATUS } from '../../../../../contract/saga.ts';
import type { Facts, SagaItem, Written } from '../world/facts.ts';
import { dataIn, type Invariant, nameOf, stepsThat } from './invariant.ts';

/** The arrows of docs/flow.md; from nothing are those from a record that is taken over, too. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  nothing: [STATUS.inProgress, STATUS.committed, STATUS.rollingBack, STATUS.rollbackFailed],
  [STATUS.inProgress]: [STATUS.inProgress, STATUS.committed, STATUS.rollingBack, STATUS.rollbackFailed],
  [STATUS.committed]: [STATUS.rollingBack, STATUS.rollbackFailed],
  [STATUS.rollingBack]: [STATUS.rollingBack, STATUS.rolledBack, STATUS.rollbackFailed],
  [STATUS.rollbackFailed]: [STATUS.rollbackFailed, STATUS.rolledBack],
  [STATUS.rolledBack]: [],
};

export const statusFollowsTheArrows: Invariant = {
  name: 'the status goes along the arrows, and what is closed as rolled back stays closed for its owner',
  check: ({ writes }) =>
    writes.flatMap(({ actsAs, byRecovery, before, after }) => {
      const isMine = before?.ExecutionId === actsAs;
      const from = isMine ? String(before.Status) : 'nothing';
      const to = String(after.Status);
      const who = `${byRecovery ? 'a recovery of ' : ''}${nameOf(actsAs)}`;
      return [
        ...(ARROWS[from]?.includes(to) ? [] : [`${who} led the record from ${from} to ${to}`]),
        // A late rollback of the execution itself has to leave it as those who were told of it know it.
        ...(from === STATUS.rollbackFailed && to === from && !byRecovery ? [`${who} went on after it gave up`] : []),
      ];
    }),
};

export const recordAgreesWithItsSteps: Invariant = {
  name: 'data, Undone and status say what the audit list says of the owner',
  check: ({ writes, steps }) => writes.flatMap(({ after }) => disagreements(after, steps)),
};

function disagreements(record: SagaItem, steps: readonly string[]): readonly string[] {
  const { ExecutionId, Status, Steps = [], Undone } = record;
  const own = Steps.filter(({ Execution }) => Execution === ExecutionId);
  const undone = stepsThat(STEP_STATUS.rolledBack, own);
  const kept = stepsThat(STEP_STATUS.success, own).filter((step) => !undone.includes(step));
  const isWhole = kept.length === steps.length;
  const pairs: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['data', dataIn(record, steps), kept],
    ['Undone', [...((Undone as Set<string> | undefined) ?? [])], undone],
  ];
  return [
    ...pairs
      .filter(([, is, says]) => String([...is].sort()) !== String([...says].sort()))
      .map(([what, is, says]) => `${what} of ${nameOf(ExecutionId)} is ${is}, but the audit list says ${says}`),
    ...((Status === STATUS.committed) === (isWhole && Status !== STATUS.rollbackFailed)
      ? []
      : [`the record of ${nameOf(ExecutionId)} is ${Status} with the data of ${kept}`]),
    ...(Status === STATUS.rolledBack && kept.length > 0 ? [`${nameOf(ExecutionId)} is closed over ${kept}`] : []),
  ];
}

const STILL_RUNNING = 'NothingToRecoverStillRunning';
const COMMITTED = 'NothingToRecoverCommitted';

export const recoveryShutsTheDoor: Invariant = {
  name: 'once a recovery has succeeded, nothing of its execution is written any more',
  check: (facts) =>
    facts.recoveries
      .filter(
        ({ status, path }) => status === 'SUCCEEDED' && !path.includes(STILL_RUNNING) && !path.includes(COMMITTED),
      )
      .flatMap(({ name, of, writesAtEnd, recordAtEnd }) =>
        facts.writes
          .slice(writesAtEnd)
          .filter(({ actsAs }) => actsAs === of && couldHaveShut(facts, of, recordAtEnd))
          .map(({ after }: Written) => `${nameOf(of)} led its record to ${after.Status} after ${name} had succeeded`),
      ),
};

/**
 * Where another has the record, nothing of this execution's may be written there: not by its recovery either. The sweep
 * finds what lands after the other has closed it, with a time before this one's start.
 */
function couldHaveShut({ executions }: Facts, of: string, record: SagaItem | undefined): boolean {
  if (record === undefined || record.ExecutionId === of) return true;
  const startedAt = executions.find(({ arn }) => arn === of)?.startedAt ?? '';
  return record.Status === STATUS.rolledBack && String(record.ClosedAt) < startedAt;
}
