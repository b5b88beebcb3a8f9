import { STATUS, STEP_STATUS } from '../../../../../contract/saga.ts';
import type { Facts, SagaItem, Written } from '../world/facts.ts';
import { dataIn, entriesOf, type Invariant, nameOf, stepsThat, writerOf } from './invariant.ts';

export const eachDeedOnce: Invariant = {
  name: 'each effect and each rollback stands once in Steps for an execution, the rollbacks in reverse order',
  check(facts) {
    return facts.executions.flatMap((execution) => {
      const entries = entriesOf(facts, execution);
      const keys = entries.map(({ Name, Status }) => `${Status} ${Name}`);
      const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
      const done = stepsThat(STEP_STATUS.success, entries);
      // Where only the door was shut, because the execution was cut short or its write is late, any order will do.
      const undone = stepsThat(STEP_STATUS.rolledBack, entries)
        .filter((step) => done.includes(step))
        .filter((step) => !wasGivenUp(facts, execution, step));
      return [
        ...twice.map((key) => `${execution.name} has ${key} twice`),
        ...outOfOrder(facts.steps, done).map((step) => `${execution.name} did ${step} too early`),
        ...outOfOrder(facts.steps.toReversed(), undone).map((step) => `${execution.name} undid ${step} too early`),
      ];
    });
  },
};

/** By the execution or by a recovery of it: then it follows where it is tried again. */
function wasGivenUp({ executions, recoveries }: Facts, { arn }: { readonly arn: string }, step: string): boolean {
  const acting = [...executions.filter((one) => one.arn === arn), ...recoveries.filter(({ of }) => of === arn)];
  return acting.some(({ path }) => path.includes(`${step}RollbackFailed`));
}

/** Each that comes before one that it should come after. */
function outOfOrder(order: readonly string[], steps: readonly string[]): readonly string[] {
  return steps.filter((step, index) => {
    const next = steps[index + 1];
    return next !== undefined && order.indexOf(step) > order.indexOf(next);
  });
}

export const recoveryLeavesTheLiving: Invariant = {
  name: 'a recovery changes nothing of a saga that runs or has succeeded',
  check: ({ writes }) =>
    writes
      .filter(({ byRecovery, status }) => byRecovery && (status === 'RUNNING' || status === 'SUCCEEDED'))
      .map(({ actsAs, status, after }) => `a recovery of ${nameOf(actsAs)}, ${status}, left ${after.Status}`),
};

export const othersAreLeftAlone: Invariant = {
  name: 'nothing of an execution changes the data of another; a record is taken over only after it was rolled back',
  check: (facts) => facts.writes.flatMap((write) => [...takenOver(facts, write), ...touched(facts, write)]),
};

function takenOver({ steps, executions }: Facts, { actsAs, before, after }: Written): readonly string[] {
  const taker = executions.find(({ arn }) => arn === actsAs);
  const said = `${nameOf(actsAs)} took a record that was ${before?.Status} by ${nameOf(before?.ExecutionId)}`;
  if (after.ExecutionId !== actsAs) return [`${nameOf(actsAs)} wrote into the record of ${nameOf(after.ExecutionId)}`];
  if (before === undefined || before.ExecutionId === actsAs) return [];
  return [
    ...(before.Status === STATUS.rolledBack ? [] : [said]),
    ...(String(before.ClosedAt) < String(taker?.startedAt) ? [] : [`${said} after it had started`]),
    ...dataIn(before, steps).map((step) => `${said}, with the data of ${step} in it`),
  ];
}

/** The data and the audit entries of the others are as they were. */
function touched({ steps }: Facts, { actsAs, before, after }: Written): readonly string[] {
  const mine = nameOf(actsAs);
  const dataOfOthers = dataIn(before, steps).filter((step) => writerOf(before, step) !== mine);
  const foreign = dataIn(after, steps).filter((step) => writerOf(after, step) !== mine && before?.[step] === undefined);
  return [
    ...dataOfOthers
      .filter((step) => writerOf(after, step) !== writerOf(before, step))
      .map((step) => `${mine} removed the data of ${step}, which was ${writerOf(before, step)}'s`),
    ...foreign.map((step) => `${mine} wrote the data of ${step} as ${writerOf(after, step)}`),
    ...(entries(after).startsWith(entries(before)) ? [] : [`${mine} changed the audit list`]),
  ];
}

function entries(record: SagaItem | undefined): string {
  return (record?.Steps ?? []).map((entry) => JSON.stringify(entry)).join('\n');
}
