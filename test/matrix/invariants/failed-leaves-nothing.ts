import { MESSAGE_KIND } from '../../../contract/recovery-message.ts';
import { STATUS } from '../../../contract/saga.ts';
import { dataIn, type Invariant, owns, sayWho, writerOf } from './invariant.ts';

export const failedLeavesNothing: Invariant = {
  name: "any other end left no step's data and ROLLED_BACK, or ROLLBACK_FAILED and a message",
  check(facts) {
    const { record, executions, messages, case: one } = facts;
    return executions
      .filter(({ status }) => status !== 'SUCCEEDED')
      .flatMap((execution) => {
        const who = `${sayWho(execution)} ${execution.status}`;
        const name = execution.arn.split(':').at(-1);
        const left = dataIn(facts).filter((step) => writerOf(facts, step) === name);
        if (!owns(facts, execution))
          return left.map((step) => `${who}, and left the data of ${step} in another's record`);
        if (record?.Status === STATUS.rolledBack)
          return left.map((step) => `${who}, ROLLED_BACK, and left the data of ${step}`);
        if (record?.Status !== STATUS.rollbackFailed) return [`${who}, and left ${record?.Status}`];
        // What failed is the only thing that may be left.
        const more = left.filter((step) => step !== one.details.failingRollback);
        const told = messages.some(
          ({ ExecutionArn, Kind, RollbackErrors = {} }) =>
            ExecutionArn === execution.arn &&
            Kind === MESSAGE_KIND.rollbackFailed &&
            one.details.failingRollback in RollbackErrors,
        );
        return [
          ...more.map((step) => `${who}, ROLLBACK_FAILED, and left the data of ${step}, whose rollback did not fail`),
          ...(told ? [] : [`${who}, ROLLBACK_FAILED, and no message says so`]),
        ];
      });
  },
};
