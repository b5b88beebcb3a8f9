import type { Parameters } from '../../http/aws-json.ts';
import type { StepFunctions } from '../step-functions.ts';

/** An operation of the API. */
export type StepFunctionsAction = (stepFunctions: StepFunctions, parameters: Parameters) => unknown;
