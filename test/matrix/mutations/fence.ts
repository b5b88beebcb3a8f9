import type { Mutation } from './mutation.ts';

const FORWARD = 'lambda/store/forward.ts';
const ROLLBACK = 'lambda/store/rollback.ts';
const CONDITIONS = 'lambda/store/conditions.ts';
const NEXT = 'const next = allOf(ownedBy(execution.id), statusIn(STATUS.inProgress), stepAbsent(step));';
const MINE = `  const mine = allOf(
    ownedBy(execution.id),
    statusIn(STATUS.inProgress, STATUS.committed, STATUS.rollingBack),
    notUndone(step),
  );`;

/** Each clause of the fence left out. */
export const FENCE: readonly Mutation[] = [
  {
    name: "a step writes into another execution's record",
    file: FORWARD,
    search: NEXT,
    replacement: 'const next = allOf(statusIn(STATUS.inProgress), stepAbsent(step));',
    cases: 'times out and writes late until retries end, rollbacks fine, two executions',
  },
  {
    name: 'a step writes into a record that is rolled back',
    file: FORWARD,
    search: NEXT,
    replacement: 'const next = allOf(ownedBy(execution.id), stepAbsent(step));',
    cases: 'times out and writes late',
  },
  {
    name: 'a step that has written writes again',
    file: FORWARD,
    search: NEXT,
    replacement: 'const next = allOf(ownedBy(execution.id), statusIn(STATUS.inProgress));',
    cases: 'fails after its write',
  },
  {
    name: 'the first step takes any record',
    file: FORWARD,
    search: 'anyOf(recordAbsent, takeable(execution.startedAt), next)',
    replacement:
      'anyOf(recordAbsent, statusIn(STATUS.inProgress, STATUS.committed, STATUS.rollingBack, STATUS.rolledBack, STATUS.rollbackFailed))',
    cases: 'two executions',
  },
  {
    name: 'a record is taken over without the time test',
    file: CONDITIONS,
    search: 'return allOf(statusIn(STATUS.rolledBack), closedBefore(startedAt));',
    replacement: 'void closedBefore(startedAt); return statusIn(STATUS.rolledBack);',
    cases: 'Reserve times out and writes late',
  },
  {
    name: 'a record is taken over that is not rolled back',
    file: CONDITIONS,
    search: 'return allOf(statusIn(STATUS.rolledBack), closedBefore(startedAt));',
    replacement: 'return closedBefore(startedAt);',
    cases: 'once, rollbacks fine, two executions, finished',
  },
  {
    name: "a rollback undoes another execution's step",
    file: ROLLBACK,
    search: MINE,
    replacement:
      'const mine = allOf(statusIn(STATUS.inProgress, STATUS.committed, STATUS.rollingBack), notUndone(step));',
    cases: 'two executions',
  },
  {
    name: 'a rollback undoes what is closed',
    file: ROLLBACK,
    search: MINE,
    replacement: 'const mine = allOf(ownedBy(execution.id), notUndone(step));',
    cases: 'one rollback fails for good',
  },
  {
    name: 'a rollback undoes twice',
    file: ROLLBACK,
    search: MINE,
    replacement:
      'const mine = allOf(ownedBy(execution.id), statusIn(STATUS.inProgress, STATUS.committed, STATUS.rollingBack));',
  },
  {
    name: 'a rollback leaves what was committed',
    file: ROLLBACK,
    search: 'statusIn(STATUS.inProgress, STATUS.committed, STATUS.rollingBack),',
    replacement: 'statusIn(STATUS.inProgress, STATUS.rollingBack),',
    cases: 'fails after its write until retries end',
  },
  {
    name: 'a rollback does not shut the door where there is no record',
    file: ROLLBACK,
    search: 'return anyOf(recordAbsent, mine);',
    replacement: 'void recordAbsent; return anyOf(mine, mine);',
    cases: 'Reserve times out and writes late',
  },
  {
    name: 'a rollback does not take over what was rolled back before',
    file: ROLLBACK,
    search: '{ condition: takeable(execution.startedAt), updates: takeOverUpdates(writer, failure) },',
    replacement: '',
    cases: 'Reserve times out and writes late until retries end',
  },
];
