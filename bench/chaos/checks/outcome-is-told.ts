import { OUTCOME_STATUS } from '../../../contract/outcome.ts';
import { type Check, ownerOf } from './check.ts';

export const outcomeIsTold: Check = {
  name: "the record's outcome is told, with what its publisher knows it by; nothing is told that is not so",
  check(facts) {
    const { planned, record, outcomes, executions } = facts;
    const owner = ownerOf(facts);
    const isTold = outcomes.some(
      ({ ExecutionArn, Status }) => ExecutionArn === owner?.arn && Status === record?.Status,
    );
    return [
      ...(isTold ? [] : [`nobody was told that it is ${record?.Status}`]),
      ...outcomes.flatMap(({ ExecutionArn, Status, CorrelationId }) => {
        const execution = executions.find(({ arn }) => arn === ExecutionArn);
        const due = execution?.status === 'SUCCEEDED' ? OUTCOME_STATUS.committed : OUTCOME_STATUS.rolledBack;
        return [
          ...(Status === due
            ? []
            : [`it was told that ${execution?.name} is ${Status}, which ended ${execution?.status}`]),
          ...(CorrelationId === planned.correlationId ? [] : [`it was told of as ${CorrelationId}`]),
        ];
      }),
    ];
  },
};
