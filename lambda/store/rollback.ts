import { SagaClosed, TransientError } from '../../contract/errors.ts';
import { ATTRIBUTE, STATUS, STEP_STATUS } from '../../contract/saga.ts';
import { audit } from './audit.ts';
import { allOf, anyOf, type Condition, notUndone, ownedBy, recordAbsent, statusIn, takeable } from './conditions.ts';
import { cutUtf8 } from './cut-utf8.ts';
import type { Writer } from './record.ts';
import { readRecord, type Table, updateIf } from './table.ts';
import { addToSet, remove, set, setOnce, type Update } from './updates.ts';

/** UTF-8 bytes of an error's cause that the record keeps. */
export const MAX_CAUSE_BYTES = 1_024;

/** Why a saga rolls back. */
export interface Failure {
  /** The step that failed, which need not be the one that is undone. @default - the execution was cut short */
  readonly step?: string;
  readonly error: string;
  /** @default - the error came without one */
  readonly cause?: string;
}

/** `nothing to undo`: it was rolled back before, or the record is another execution's. */
export type RollbackOutcome = 'rolled back' | 'nothing to undo';

export interface RollbackOptions {
  /**
   * Whether this is a recovery's, which alone may go on where a rollback has failed for good: a late rollback of the
   * execution itself, sent before it gave up, must not.
   *
   * @default false
   */
  readonly resume?: boolean;
}

/**
 * Removes a step's data and shuts the door behind it, in one conditional UpdateItem. Also where the step never wrote, and
 * where there is no record: a forward write that is still on its way must find the door shut.
 *
 * @throws SagaClosed when the rollback has already failed for good
 * @throws TransientError when it may be tried again
 */
export async function rollback(
  table: Table,
  writer: Writer,
  failure: Failure,
  { resume = false }: RollbackOptions = {},
): Promise<RollbackOutcome> {
  const { transactionId, step, execution } = writer;
  const usual = usualCondition(writer);
  if (await updateIf(table, transactionId, usualUpdates(writer, failure), usual)) return 'rolled back';
  const record = await readRecord(table, transactionId, step);
  // These writes differ, so each is a second one; almost no rollback comes to them.
  const others = [
    { condition: takeable(execution.startedAt), updates: takeOverUpdates(writer, failure) },
    ...(resume ? [{ condition: resumable(writer), updates: resumeUpdates(writer, failure) }] : []),
  ];
  const other = others.find(({ condition }) => condition.holds(record));
  if (other !== undefined && (await updateIf(table, transactionId, other.updates, other.condition))) {
    return 'rolled back';
  }
  if (other !== undefined || usual.holds(record)) {
    throw new TransientError(
      `the record of transaction ${transactionId} changed while the rollback of ${step} was being refused: try again`,
    );
  }
  if (!ownedBy(execution.id).holds(record)) return 'nothing to undo';
  if (statusIn(STATUS.rolledBack).holds(record) || !notUndone(step).holds(record)) return 'nothing to undo';
  throw new SagaClosed(
    `transaction ${transactionId} is ${record?.Status}, but ${step} may be rolled back only before that, or by a recovery: recover the saga`,
  );
}

function usualCondition({ step, execution }: Writer): Condition {
  const mine = allOf(
    ownedBy(execution.id),
    statusIn(STATUS.inProgress, STATUS.committed, STATUS.rollingBack),
    notUndone(step),
  );
  return anyOf(recordAbsent, mine);
}

/** A rollback of this execution failed for good, and this step is not undone. */
function resumable({ step, execution }: Writer): Condition {
  return allOf(ownedBy(execution.id), statusIn(STATUS.rollbackFailed), notUndone(step));
}

function usualUpdates(writer: Writer, failure: Failure): Update[] {
  return [rollingBack, ...resumeUpdates(writer, failure)];
}

/** The status stays `ROLLBACK_FAILED` until all is undone and the record is closed: until then somebody has to know. */
function resumeUpdates(writer: Writer, failure: Failure): Update[] {
  return [
    ...undo(writer),
    // What was written first stays.
    setOnce(ATTRIBUTE.error, ':error', errorOf(failure)),
    setOnce(ATTRIBUTE.saga, ':saga', writer.saga),
    addToSet(ATTRIBUTE.undone, ':undone', writer.step),
  ];
}

/** What an earlier execution left is not this one's: its error, its list of steps and what it undid are replaced. */
function takeOverUpdates(writer: Writer, failure: Failure): Update[] {
  return [
    rollingBack,
    ...undo(writer),
    set(ATTRIBUTE.error, ':error', errorOf(failure)),
    set(ATTRIBUTE.saga, ':saga', writer.saga),
    set(ATTRIBUTE.undone, ':undone', new Set([writer.step])),
  ];
}

const rollingBack: Update = set(ATTRIBUTE.status, `:${STATUS.rollingBack}`, STATUS.rollingBack);

function undo(writer: Writer): Update[] {
  return [
    set(ATTRIBUTE.executionId, ':me', writer.execution.id),
    audit(writer, STEP_STATUS.rolledBack),
    // A commit has closed the record; it is open again.
    ...remove(writer.step, ATTRIBUTE.closedAt, ATTRIBUTE.expiresAt),
  ];
}

function errorOf({ step, error, cause }: Failure): Record<string, unknown> {
  return { Step: step, Name: error, Cause: cause === undefined ? undefined : cutUtf8(cause, MAX_CAUSE_BYTES) };
}
