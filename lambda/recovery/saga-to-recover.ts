import { ERROR_NAME } from '../../contract/errors.ts';
import { DECISION, type SagaToRecover } from '../../contract/recovery.ts';
import { STEP_STATUS } from '../../contract/saga.ts';
import type { Failure } from '../../contract/task.ts';
import type { SagaExecution } from './executions.ts';
import type { RecoveryNeeded } from './judge.ts';
import { withoutFault } from './read-input.ts';

const DAY_SECONDS = 24 * 60 * 60;

export interface SagaToRecoverProps {
  /** The names of the machine's steps, in order. */
  readonly steps: readonly string[];
  readonly retentionDays: number;
  readonly now: Date;
}

/** What the recovery's state machine goes on with. */
export function sagaToRecover(
  execution: SagaExecution,
  { transaction, mine }: RecoveryNeeded,
  { steps, retentionDays, now }: SagaToRecoverProps,
): SagaToRecover {
  const saga = mine?.Saga ?? steps;
  const unknown = saga.filter((name) => !steps.includes(name));
  const toUndo = saga.filter((name) => steps.includes(name)).toReversed();
  return {
    Decision: DECISION.recover,
    TransactionId: transaction.TransactionDetails.TransactionId,
    Attempt: transaction.Attempt,
    CorrelationId: transaction.CorrelationId ?? null,
    Execution: { Id: execution.arn, Name: execution.name, StartTime: execution.startedAt },
    Input: withoutFault(transaction),
    Saga: saga,
    ToUndo: { Steps: toUndo },
    Ended: howItEnded(execution),
    ExpiresAt: Math.floor(now.getTime() / 1_000) + retentionDays * DAY_SECONDS,
    // The state machine asks whether these are there at all.
    ...(unknown.length > 0 && {
      RollbackErrors: Object.fromEntries(unknown.map((name) => [name, unknownStep(name)])),
      RollbackFailures: Object.fromEntries(unknown.map((name) => [name, auditEntry(execution, name, now)])),
    }),
  };
}

/** AWS names an error for what failed; for what timed out or was stopped only where somebody gave one. */
function howItEnded({ status, error, cause = '' }: SagaExecution): Required<Failure> {
  const otherwise = status === 'TIMED_OUT' ? 'States.Timeout' : 'Aborted';
  return { Error: error ?? otherwise, Cause: cause };
}

function unknownStep(name: string): Failure {
  return {
    Error: ERROR_NAME.unknownStep,
    Cause: `the execution began with the step ${name}, which this deploy does not have: deploy code that has it again, then recover`,
  };
}

/** As the state machine writes it of a rollback that failed for good. */
function auditEntry({ arn }: SagaExecution, name: string, now: Date): unknown {
  return {
    M: {
      Execution: { S: arn },
      Name: { S: name },
      Status: { S: STEP_STATUS.rollbackFailed },
      Ts: { S: now.toISOString() },
    },
  };
}
