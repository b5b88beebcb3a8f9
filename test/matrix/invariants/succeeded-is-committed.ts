import { STATUS, STEP_STATUS } from '../../../contract/saga.ts';
import { dataIn, entriesOf, type Invariant, owns, sayWho, stepsThat, writerOf } from './invariant.ts';

export const succeededIsCommitted: Invariant = {
  name: 'an execution that SUCCEEDED left the data of all its steps, and COMMITTED',
  check(facts) {
    const succeeded = facts.executions.filter(({ status }) => status === 'SUCCEEDED');
    const problems = succeeded.flatMap((execution) => {
      const who = sayWho(execution);
      const name = execution.arn.split(':').at(-1);
      const entries = entriesOf(facts, execution);
      const lost = facts.steps.filter((step) => writerOf(facts, step) !== name);
      return [
        ...(owns(facts, execution) ? [] : [`${who} SUCCEEDED, but the record is ${facts.record?.ExecutionId}'s`]),
        ...(facts.record?.Status === STATUS.committed ? [] : [`${who} SUCCEEDED, but left ${facts.record?.Status}`]),
        ...lost.map((step) => `${who} SUCCEEDED, but the data of ${step} is not its own, or not there`),
        ...(String(stepsThat(STEP_STATUS.success, entries)) === String(facts.steps) &&
        entries.length === facts.steps.length
          ? []
          : [`${who} SUCCEEDED, but its entries are ${entries.map(({ Name, Status }) => `${Status} ${Name}`)}`]),
      ];
    });
    if (succeeded.length > 1) problems.push(`${succeeded.length} executions SUCCEEDED with one transaction`);
    if (facts.record?.Status === STATUS.committed && dataIn(facts).length < facts.steps.length)
      problems.push(`the record is COMMITTED, but has the data of ${dataIn(facts)} alone`);
    return problems;
  },
};
