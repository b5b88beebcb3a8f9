import { STEP_STATUS } from '../../../contract/saga.ts';
import type { AuditEntry, Facts } from '../world/facts.ts';
import { dataIn, entriesOf, type Invariant, sayWho, stepsThat, writerOf } from './invariant.ts';

export const othersAreLeftAlone: Invariant = {
  name: "another execution's data is never touched: a record is taken over only after it was rolled back",
  check(facts) {
    const owner = facts.record?.ExecutionId?.split(':').at(-1);
    const turns = (facts.record?.Steps ?? [])
      .map(({ Execution }) => Execution)
      .filter((arn, at, all) => arn !== all[at - 1]);
    const before = facts.executions.filter(({ arn }) => arn !== facts.record?.ExecutionId);
    return [
      ...dataIn(facts)
        .filter((step) => writerOf(facts, step) !== owner)
        .map((step) => `the record is ${owner}'s, but the data of ${step} is ${writerOf(facts, step)}'s`),
      ...(new Set(turns).size === turns.length ? [] : ['the entries of two executions are mixed']),
      ...(turns.length > 0 && turns.at(-1) !== facts.record?.ExecutionId
        ? [`the last entry is ${turns.at(-1)}'s, but the record is ${facts.record?.ExecutionId}'s`]
        : []),
      ...tooEarly(facts).map(
        ({ Name, Status, Execution }) =>
          `${Execution.split(':').at(-1)} has ${Status} ${Name}, but was there before the execution before it was closed`,
      ),
      ...before.flatMap((execution) => {
        const entries = entriesOf(facts, execution);
        const undone = stepsThat(STEP_STATUS.rolledBack, entries);
        return stepsThat(STEP_STATUS.success, entries)
          .filter((step) => !undone.includes(step))
          .map((step) => `the record was taken from ${sayWho(execution)} with the data of ${step} in it`);
      }),
    ];
  },
};

/** The entries of executions that had started when the owner before them still wrote. */
function tooEarly({ record, executions }: Facts): readonly AuditEntry[] {
  const entries = record?.Steps ?? [];
  return entries.filter(({ Execution }, index) => {
    const start = executions.find(({ arn }) => arn === Execution)?.startDate ?? 0;
    return entries.slice(0, index).some((other) => other.Execution !== Execution && Date.parse(other.Ts) >= start);
  });
}
