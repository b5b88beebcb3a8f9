import { DECISION } from '../../../contract/recovery.ts';
import type { Invariant } from './invariant.ts';

export const recoveryLeavesTheLiving: Invariant = {
  name: 'a recovery never touches a saga that runs or has succeeded',
  check({ recoveries, trespasses }) {
    return [
      ...trespasses.map((trespass) => `a recovery rolled back ${trespass}`),
      ...recoveries.flatMap(({ of, startedWhile, status, decision }) => {
        if (startedWhile !== 'SUCCEEDED' || (status === 'SUCCEEDED' && decision === DECISION.committed)) return [];
        return [`the recovery of ${of}, which had succeeded, ended ${status} with ${decision}`];
      }),
    ];
  },
};
