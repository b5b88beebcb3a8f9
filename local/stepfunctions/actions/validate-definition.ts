import { requiredString } from '../api/parameters.ts';
import { check } from '../definition/check.ts';
import type { StepFunctionsAction } from './action.ts';

/** Says what CreateStateMachine would refuse: what is invalid, and what the embedded cloud does not run. */
export const validateStateMachineDefinition: StepFunctionsAction = async (_stepFunctions, parameters) => {
  const { problems } = await check(requiredString(parameters, 'definition'));
  return { result: problems.length === 0 ? 'OK' : 'FAIL', diagnostics: problems, truncated: false };
};
