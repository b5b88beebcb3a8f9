import { randomUUID } from 'node:crypto';
import { optionalString, requiredString } from '../api/parameters.ts';
import { seconds } from '../api/times.ts';
import type { StepFunctionsAction } from './action.ts';

export const startExecution: StepFunctionsAction = (stepFunctions, parameters) => {
  const traceHeader = optionalString(parameters, 'traceHeader');
  const execution = stepFunctions.start({
    ...stepFunctions.machines.find(requiredString(parameters, 'stateMachineArn')),
    name: optionalString(parameters, 'name') ?? randomUUID(),
    input: optionalString(parameters, 'input') ?? '{}',
    ...(traceHeader !== undefined && { traceHeader }),
  });
  return { executionArn: execution.arn, startDate: seconds(execution.startDate) };
};
