import { STEP_STATUS, type StepStatus } from '../../../contract/saga.ts';
import { executionName } from '../../../contract/transaction.ts';
import type { AuditEntry, ExecutionFacts, TransactionFacts } from '../facts.ts';

/** What has to hold of every transaction. */
export interface Check {
  readonly name: string;
  /** @returns what is wrong, in words; nothing where it holds */
  check(facts: TransactionFacts): readonly string[];
}

/** The names that the executions of a transaction have to have. */
export function namesOf({ planned: { details, attempts } }: TransactionFacts): readonly string[] {
  return attempts.map((attempt) => executionName(details.TransactionId, attempt));
}

/** Whose record it is. */
export function ownerOf({ record, executions }: TransactionFacts): ExecutionFacts | undefined {
  return executions.find(({ arn }) => arn === record?.ExecutionId);
}

/** An execution's entries of the audit list, in order. */
export function entriesOf({ record }: TransactionFacts, { arn }: Pick<ExecutionFacts, 'arn'>): readonly AuditEntry[] {
  return (record?.Steps ?? []).filter(({ Execution }) => Execution === arn);
}

/** The steps that have such an entry, in the entries' order. */
export function stepsThat(status: StepStatus, entries: readonly AuditEntry[]): readonly string[] {
  return entries.filter((entry) => entry.Status === status).map(({ Name }) => Name);
}

/** The steps that an execution has done and not rolled back. */
export function lastingSteps(entries: readonly AuditEntry[]): readonly string[] {
  const undone = stepsThat(STEP_STATUS.rolledBack, entries);
  return stepsThat(STEP_STATUS.success, entries).filter((step) => !undone.includes(step));
}
