import { parseStateMachineArn } from '../api/arn.ts';
import { page } from '../api/paging.ts';
import { requiredString, validationException } from '../api/parameters.ts';
import { seconds } from '../api/times.ts';
import type { StepFunctionsAction } from './action.ts';

/** Newest first. */
export const listStateMachineVersions: StepFunctionsAction = (stepFunctions, parameters) => {
  const arn = requiredString(parameters, 'stateMachineArn');
  const versions = stepFunctions.machines.versions(parseStateMachineArn(arn).machineArn).published();
  const { items, nextToken } = page(versions, ({ number }) => Number(number), parameters);
  return {
    stateMachineVersions: items.map(({ number, creationDate }) => ({
      stateMachineVersionArn: `${arn}:${number}`,
      creationDate: seconds(creationDate),
    })),
    ...(nextToken !== undefined && { nextToken }),
  };
};

export const deleteStateMachineVersion: StepFunctionsAction = (stepFunctions, parameters) => {
  const arn = requiredString(parameters, 'stateMachineVersionArn');
  const { machineArn, qualifier = '' } = parseStateMachineArn(arn);
  if (!/^\d+$/.test(qualifier)) {
    throw validationException(`'${arn}'`, 'stateMachineVersionArn', 'Member must be the ARN of a version');
  }
  stepFunctions.machines.versions(machineArn).delete(qualifier);
};
