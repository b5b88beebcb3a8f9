import { STATUS } from '../../../contract/saga.ts';
import { type Check, ownerOf } from './check.ts';

export const noneStaysOpen: Check = {
  name: 'the record is COMMITTED by an execution that SUCCEEDED, or else ROLLED_BACK',
  check(facts) {
    const { record, executions } = facts;
    if (record === undefined) return [];
    const owner = ownerOf(facts);
    const succeeded = executions.filter(({ status }) => status === 'SUCCEEDED');
    const due = owner?.status === 'SUCCEEDED' ? STATUS.committed : STATUS.rolledBack;
    return [
      ...(owner === undefined ? [`its record is of ${record.ExecutionId}, which is no execution of it`] : []),
      ...(record.Status === due ? [] : [`its record is ${record.Status}, but ${owner?.name} ended ${owner?.status}`]),
      ...succeeded
        .filter((execution) => execution !== owner)
        .map(({ name }) => `${name} SUCCEEDED, but the record is of ${owner?.name}`),
    ];
  },
};
