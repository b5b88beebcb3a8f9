import { ERROR_NAME, OPEN_ENDED_ERRORS } from '../../contract/errors.ts';
import { STATUS } from '../../contract/saga.ts';
import type { SagaExecution } from './executions.ts';
import type { RecoveryNeeded } from './judge.ts';

/** How often a sweep recovers a saga: every hour until it is closed; once, where its message may not have been sent; or not. */
export type Due = 'hourly' | 'once' | undefined;

/**
 * Whether a sweep has to recover what an execution left.
 *
 * A record of its own that is open always. One that says `ROLLBACK_FAILED` waits for a person, who was told; but only an end
 * with `RollbackFailed` is sure to have sent the message, so any other is recovered once more, which closes it or tells. No
 * record of its own is due where the execution was cut short and a late write could still come: one that failed in its own
 * words has shut the door, or was refused by the fence.
 */
export function due({ status, error = '' }: SagaExecution, { mine }: RecoveryNeeded): Due {
  if (mine?.Status === STATUS.rollbackFailed) return error === ERROR_NAME.rollbackFailed ? undefined : 'once';
  if (mine !== undefined) return 'hourly';
  return status !== 'FAILED' || OPEN_ENDED_ERRORS.includes(error) ? 'hourly' : undefined;
}
