import { parseStateMachineArn } from '../api/arn.ts';
import { requiredString } from '../api/parameters.ts';
import type { StepFunctionsAction } from './action.ts';

/** A machine that is not there is deleted already. */
export const deleteStateMachine: StepFunctionsAction = (stepFunctions, parameters) => {
  const { machineArn } = parseStateMachineArn(requiredString(parameters, 'stateMachineArn'));
  stepFunctions.delete(machineArn);
};
