import { page } from '../api/paging.ts';
import { seconds } from '../api/times.ts';
import type { StepFunctionsAction } from './action.ts';

/** In the order of their creation, which is one that a token can go on from. */
export const listStateMachines: StepFunctionsAction = (stepFunctions, parameters) => {
  const { items, nextToken } = page(stepFunctions.machines.all(), ({ sequence }) => sequence, parameters);
  return {
    stateMachines: items.map(({ arn, name, creationDate }) => ({
      stateMachineArn: arn,
      name,
      type: 'STANDARD',
      creationDate: seconds(creationDate),
    })),
    ...(nextToken !== undefined && { nextToken }),
  };
};
