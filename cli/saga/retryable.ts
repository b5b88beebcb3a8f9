import { ATTRIBUTE, STATUS } from '../../contract/saga.ts';
import { NothingToDo } from '../errors.ts';
import { nameIn } from './execution.ts';
import { type SagaRecord, textOf } from './record.ts';

/**
 * Only a transaction that was rolled back has a next attempt: the fence lets nobody else in.
 *
 * @throws NothingToDo saying how it stands, and what to do instead
 */
export function requireRolledBack(transactionId: string, record: SagaRecord | undefined): SagaRecord {
  if (record === undefined) {
    throw new NothingToDo(
      `transaction ${transactionId} has no record: it was never started, has not written yet, or was rolled back so long ago that its record expired; saga start ${transactionId} starts it`,
    );
  }
  const status = textOf(record, ATTRIBUTE.status);
  if (status === STATUS.rolledBack) return record;
  const owner = nameIn(textOf(record, ATTRIBUTE.executionId) ?? 'an unknown execution');
  throw new NothingToDo(
    REASONS[status ?? '']?.(transactionId, owner) ??
      `transaction ${transactionId} has the status ${status}, which this version does not know, but only ${STATUS.rolledBack} can be retried`,
  );
}

const inProgress = (transactionId: string, owner: string) =>
  `transaction ${transactionId} is in progress in execution ${owner}: wait for its end, saga status ${transactionId} says how far it is`;

const REASONS: Readonly<Record<string, (transactionId: string, owner: string) => string>> = {
  [STATUS.committed]: (transactionId, owner) =>
    `transaction ${transactionId} is committed by execution ${owner}: there is nothing to retry`,
  [STATUS.inProgress]: inProgress,
  [STATUS.rollingBack]: inProgress,
  [STATUS.rollbackFailed]: (transactionId, owner) =>
    `the rollback of transaction ${transactionId} failed in execution ${owner}, so some of its effects are still there: mend what saga status ${transactionId} shows, then saga recover ${transactionId} rolls it back; a retry has to wait until then`,
};
