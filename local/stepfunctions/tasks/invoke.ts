import type { InvocationResult } from '../../lambda/invoker.ts';
import { StateError } from '../errors.ts';
import type { TaskCall } from './integration.ts';
import { type ServiceNames, serviceError } from './service-error.ts';

const LAMBDA: ServiceNames = { prefix: 'Lambda', service: 'AWSLambda', general: 'AWSLambdaException', unnamed: [] };

type Success = Extract<InvocationResult, { payload: unknown }>;

/**
 * Invokes a Lambda function. What it throws becomes the error's name, with the JSON of AWS's own Cause; what Lambda itself
 * refuses is called `Lambda.<code>`.
 */
export async function invoke(functionName: string, payload: unknown, call: TaskCall): Promise<Success> {
  const result = await request(functionName, payload, call);
  if (!('functionError' in result)) return result;
  const { errorType, errorMessage, trace } = result.functionError;
  if (errorType === '') throw new StateError('Lambda.Unknown', unknownCause({ errorMessage }));
  throw new StateError(errorType, JSON.stringify({ errorType, errorMessage, trace }));
}

async function request(functionName: string, payload: unknown, { functions, traceId, invoked }: TaskCall) {
  invoked();
  try {
    return await functions.invoke(functionName, payload, { traceId });
  } catch (error) {
    throw serviceError(error, LAMBDA);
  }
}

/** There is no error type where Lambda itself does not know why a function ended. */
function unknownCause(payload: object): string {
  const reason = 'The cause could not be determined because Lambda did not return an error type.';
  return `${reason} Returned payload: ${JSON.stringify(payload)}`;
}
