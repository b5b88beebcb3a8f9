import type { Context } from 'aws-lambda';
import { FENCE_REFUSALS, REFUSALS } from '../../contract/errors.ts';
import { STEP_STATUS } from '../../contract/saga.ts';
import type { RollbackReason, RollbackResult, RunResult } from '../../contract/task.ts';
import { forward } from '../store/forward.ts';
import { type Failure, rollback } from '../store/rollback.ts';
import { fail, rollbackFault, runFault } from './faults.ts';
import { openCall, type StepCall } from './open-call.ts';
import { ownCode } from './own-code.ts';
import { parseRollbackTask, parseStepTask } from './parse-task.ts';
import { createRuntime, type StepRuntime } from './runtime.ts';
import { withLog } from './with-log.ts';

const DAY_SECONDS = 24 * 60 * 60;

/** What a step makes of a transaction. */
export interface StepWork {
  /** Goes into the record under the step's name; the whole item may have 400 KB. Undefined properties are left out. */
  readonly Data: unknown;
  /** Goes into the execution's state, of 256 KiB in all: a few figures. @default - nothing */
  readonly Output?: Readonly<Record<string, unknown>>;
}

/** A step of one's own: what it does, and what undoes it. The record's part in both is written for it. */
export interface StepDefinition {
  /** Works, then returns what the record is to keep. It may run again, for the same `idempotencyKey`. */
  run(call: StepCall): StepWork | Promise<StepWork>;
  /**
   * Undoes an effect outside of the record (a payment, a mail). It has to be safe before, during and after that effect,
   * and again after itself. @default - there is no effect outside of the record
   */
  rollback?(call: StepCall): void | Promise<void>;
}

/** What the two Lambda functions of a step are. */
export interface StepHandlers {
  run(event: unknown, context: Context): Promise<RunResult>;
  rollback(event: unknown, context: Context): Promise<RollbackResult>;
}

/** Makes a step's two handlers. They know their name and their place in the saga from the task alone. */
export function defineStep(step: StepDefinition, runtime: StepRuntime = createRuntime()): StepHandlers {
  return {
    run: (event, context) =>
      withLog(runtime.logger, context, async (log) => {
        const task = parseStepTask(event);
        const call = openCall(runtime, task, context, log);
        const fault = runFault(call.simulateFail, task, runtime.random);
        const { Data, Output } = await ownCode(() => step.run(call), FENCE_REFUSALS);
        if (fault?.phase === 'timeout') await runtime.hang();
        if (fault?.phase === 'before') fail(fault.error, `of ${task.Step} before its write`);
        log.outcome = await forward(call.table, call.writer(), Data);
        if (fault?.phase === 'after') fail(fault.error, `of ${task.Step} after its write`);
        return { TransactionId: call.transactionId, Step: task.Step, Status: STEP_STATUS.success, Output };
      }),

    rollback: (event, context) =>
      withLog(runtime.logger, context, async (log) => {
        const task = parseRollbackTask(event);
        const call = openCall(runtime, task, context, log);
        const error = rollbackFault(call.simulateFail, task);
        if (error !== undefined) fail(error, `of the rollback of ${task.Step}`);
        // First the effect, then the record: what the record calls rolled back is.
        await ownCode(() => step.rollback?.(call), REFUSALS);
        const writer = call.writer();
        log.outcome = await rollback(call.table, writer, failureOf(task), { resume: 'Recovery' in task });
        return {
          TransactionId: call.transactionId,
          Step: task.Step,
          Status: STEP_STATUS.rolledBack,
          // Also where there was nothing to undo: the state that closes the record has no clock of its own.
          ExpiresAt: Math.floor(writer.now.getTime() / 1_000) + runtime.retentionDays * DAY_SECONDS,
          // For the state that tells of the outcome, likewise.
          Attempt: call.transaction.Attempt,
          CorrelationId: call.transaction.CorrelationId ?? null,
        };
      }),
  };
}

/** What the record is to say of why it was rolled back. */
function failureOf(reason: RollbackReason): Failure {
  if ('Recovery' in reason) return { error: reason.Recovery.Error, cause: reason.Recovery.Cause };
  const [failed] = Object.entries(reason.Failed);
  if (failed === undefined) throw new TypeError('Failed is empty, but has to hold the error of the step that failed');
  const [step, { Error: error, Cause: cause }] = failed;
  return { step, error, cause };
}
