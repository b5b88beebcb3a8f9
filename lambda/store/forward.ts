import { DuplicateTransaction, SagaClosed, TransientError } from '../../contract/errors.ts';
import { ATTRIBUTE, STATUS, STEP_STATUS } from '../../contract/saga.ts';
import { audit } from './audit.ts';
import { allOf, anyOf, type Condition, ownedBy, recordAbsent, statusIn, stepAbsent, takeable } from './conditions.ts';
import type { SagaRecord, Writer } from './record.ts';
import { readRecord, type Table, updateIf } from './table.ts';
import { remove, set, type Update } from './updates.ts';

/** `present`: an earlier attempt of this execution wrote it, and its answer was lost. */
export type ForwardOutcome = 'written' | 'present';

/**
 * Writes a step's data, its audit entry and the saga's status in one conditional UpdateItem.
 *
 * @param data goes under the step's name as `{ Data, LastUpdated }`
 * @throws DuplicateTransaction, SagaClosed when the record is not this step's to write: nothing was written
 * @throws TransientError when it may be tried again
 */
export async function forward(table: Table, writer: Writer, data: unknown): Promise<ForwardOutcome> {
  const condition = forwardCondition(writer);
  if (await updateIf(table, writer.transactionId, forwardUpdates(writer, data), condition)) return 'written';
  const record = await readRecord(table, writer.transactionId, writer.step);
  if (condition.holds(record)) throw passesByNow(writer);
  if (!ownedBy(writer.execution.id).holds(record)) throw duplicate(writer, record);
  if (!stepAbsent(writer.step).holds(record)) return 'present';
  throw new SagaClosed(
    `transaction ${writer.transactionId} is ${record?.Status}, but ${writer.step} may write only while it is ${STATUS.inProgress}: who closed the saga rolls it back`,
  );
}

function forwardCondition({ saga, step, execution }: Writer): Condition {
  const next = allOf(ownedBy(execution.id), statusIn(STATUS.inProgress), stepAbsent(step));
  return step === saga.at(0) ? anyOf(recordAbsent, takeable(execution.startedAt), next) : next;
}

function forwardUpdates(writer: Writer, data: unknown): Update[] {
  const { saga, step, execution } = writer;
  const now = writer.now.toISOString();
  const first = step === saga.at(0);
  const last = step === saga.at(-1);
  const status = last ? STATUS.committed : STATUS.inProgress;
  return [
    set(step, ':data', { Data: data, LastUpdated: now }),
    audit(writer, STEP_STATUS.success),
    ...(first || last ? [set(ATTRIBUTE.status, `:${status}`, status)] : []),
    ...(first ? begin(saga, execution.id) : []),
    // A saga of one step begins and ends with one write, which cannot both set and remove an attribute.
    ...(last ? [set(ATTRIBUTE.closedAt, ':now', now)] : first ? remove(ATTRIBUTE.closedAt) : []),
  ];
}

/** Takes the record, and leaves nothing of an owner before. */
function begin(saga: readonly string[], executionId: string): Update[] {
  return [
    set(ATTRIBUTE.executionId, ':me', executionId),
    set(ATTRIBUTE.saga, ':saga', saga),
    ...remove(ATTRIBUTE.undone, ATTRIBUTE.error, ATTRIBUTE.expiresAt),
  ];
}

function duplicate({ transactionId, step, execution }: Writer, record: SagaRecord | undefined): DuplicateTransaction {
  return new DuplicateTransaction(
    record === undefined
      ? `transaction ${transactionId} has no record, but ${step} goes on with one: it was deleted under the saga`
      : `transaction ${transactionId} is ${record.Status} by ${record.ExecutionId}, but ${execution.id} wants it: a further attempt may start after a rollback only`,
  );
}

function passesByNow({ transactionId, step }: Writer): TransientError {
  return new TransientError(
    `the record of transaction ${transactionId} changed while ${step} was being refused, and would take it by now: try again`,
  );
}
