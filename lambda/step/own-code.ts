import { ERROR_NAME, SagaError } from '../../contract/errors.ts';

/**
 * Runs a step's own code. What it throws must not pass for a refusal: the state machine takes a refusal's word that there is
 * nothing to roll back.
 *
 * @param refusals the names that the code may not use here
 * @throws SagaError StepError instead of an error of such a name; everything else unchanged
 */
export async function ownCode<T>(code: () => T | Promise<T>, refusals: readonly string[]): Promise<T> {
  try {
    return await code();
  } catch (error) {
    if (!(error instanceof Error) || !refusals.includes(error.name)) throw error;
    throw new SagaError(
      ERROR_NAME.stepError,
      `the step's own code threw ${error.name} (${error.message}), but that name is the fence's: throw another`,
      { cause: error },
    );
  }
}
