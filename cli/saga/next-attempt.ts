import { ATTRIBUTE } from '../../contract/saga.ts';
import { nameIn } from './execution.ts';
import { type SagaRecord, stepsOf, textOf } from './record.ts';

/** Of a transaction whose owner's name does not tell its attempt: it was at least one. */
const AFTER_THE_FIRST = 2;

/**
 * The attempt that comes after those which the record tells of: after its owner's, by the owner's name
 * (`<TransactionId>-<Attempt>`). Where somebody started the owner by another name, after the highest in the audit trail.
 */
export function nextAttempt(transactionId: string, record: SagaRecord): number {
  const owner = textOf(record, ATTRIBUTE.executionId);
  const owners = owner === undefined ? undefined : attemptIn(transactionId, nameIn(owner));
  if (owners !== undefined) return owners + 1;
  const seen = stepsOf(record).map(({ Execution }) => attemptIn(transactionId, nameIn(Execution)) ?? 0);
  return Math.max(AFTER_THE_FIRST, ...seen.map((attempt) => attempt + 1));
}

/** The attempt in an execution's name; nothing where the name does not follow the rule. */
function attemptIn(transactionId: string, name: string): number | undefined {
  const [, attempt] = /^([1-9]\d{0,2})$/.exec(name.slice(transactionId.length + 1)) ?? [];
  return attempt !== undefined && name.startsWith(`${transactionId}-`) ? Number(attempt) : undefined;
}
