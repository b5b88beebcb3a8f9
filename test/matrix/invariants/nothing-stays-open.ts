import { STATUS } from '../../../contract/saga.ts';
import { type Invariant, owns } from './invariant.ts';

const OPEN: readonly unknown[] = [STATUS.inProgress, STATUS.rollingBack];

export const nothingStaysOpen: Invariant = {
  name: 'no record stays open, and none is COMMITTED by an execution that did not succeed',
  check(facts) {
    const { record, executions, recoveries } = facts;
    const owner = executions.find((execution) => owns(facts, execution));
    return [
      ...executions.filter(({ status }) => status === 'RUNNING').map(({ arn }) => `${arn} still runs`),
      ...recoveries.filter(({ status }) => status === 'RUNNING').map(({ of }) => `a recovery of ${of} still runs`),
      ...(OPEN.includes(record?.Status) ? [`the record stays ${record?.Status}`] : []),
      ...(record !== undefined && owner === undefined
        ? [`the record is ${record.ExecutionId}'s, which is none of the case's`]
        : []),
      ...(record?.Status === STATUS.committed && owner?.status !== 'SUCCEEDED'
        ? [`the record is COMMITTED, but its execution ${owner?.status}`]
        : []),
    ];
  },
};
