import { optionalString, requiredString } from '../api/parameters.ts';
import { seconds } from '../api/times.ts';
import type { StepFunctionsAction } from './action.ts';

/** An execution that has ended stays as it is. */
export const stopExecution: StepFunctionsAction = (stepFunctions, parameters) => {
  const execution = stepFunctions.execution(requiredString(parameters, 'executionArn'));
  const error = optionalString(parameters, 'error');
  const cause = optionalString(parameters, 'cause');
  execution.finish({ status: 'ABORTED', error, cause });
  return { stopDate: seconds(execution.stopDate ?? Date.now()) };
};
