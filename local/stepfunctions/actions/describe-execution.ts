import { requiredString } from '../api/parameters.ts';
import { seconds } from '../api/times.ts';
import { describeExecution as describe } from '../describe-execution.ts';
import type { StepFunctionsAction } from './action.ts';

export const describeExecution: StepFunctionsAction = (stepFunctions, parameters) => {
  const execution = stepFunctions.execution(requiredString(parameters, 'executionArn'));
  const { startDate, stopDate, input, output, ...description } = describe(execution);
  const { traceHeader } = execution.props;
  // METADATA_ONLY leaves out what an encryption key would be needed for.
  const isIncluded = parameters.includedData !== 'METADATA_ONLY';
  return {
    ...description,
    startDate: seconds(startDate),
    ...(stopDate !== undefined && { stopDate: seconds(stopDate) }),
    ...(isIncluded && { input, inputDetails: { included: true } }),
    ...(isIncluded && output !== undefined && { output, outputDetails: { included: true } }),
    ...(traceHeader !== undefined && { traceHeader }),
  };
};
