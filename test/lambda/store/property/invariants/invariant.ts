import { ATTRIBUTE, type StepStatus } from '../../../../../contract/saga.ts';
import type { AuditEntry, ExecutionFacts, Facts, SagaItem } from '../world/facts.ts';

/** What holds of every transaction, whatever happened to it: a sentence of docs/flow.md. */
export interface Invariant {
  readonly name: string;
  /** @returns what is wrong, in words; nothing where it holds */
  check(facts: Facts): readonly string[];
}

/** The steps whose data is in a record, in order. */
export function dataIn(record: SagaItem | undefined, steps: readonly string[]): readonly string[] {
  return steps.filter((step) => record?.[step] !== undefined);
}

/** The name of the execution that wrote a step's data. */
export function writerOf(record: SagaItem | undefined, step: string): string | undefined {
  const data = record?.[step] as { readonly Data?: { readonly By?: string } } | undefined;
  return data?.Data?.By?.split(':')[1];
}

export function owns({ arn }: Pick<ExecutionFacts, 'arn'>, record: SagaItem | undefined): boolean {
  return record?.[ATTRIBUTE.executionId] === arn;
}

/** An execution's entries of the audit list, in order. */
export function entriesOf({ record }: Facts, { arn }: Pick<ExecutionFacts, 'arn'>): readonly AuditEntry[] {
  return (record?.Steps ?? []).filter(({ Execution }) => Execution === arn);
}

/** The names of the steps that have such an entry, in the entries' order. */
export function stepsThat(status: StepStatus, entries: readonly AuditEntry[]): readonly string[] {
  return entries.filter((entry) => entry.Status === status).map(({ Name }) => Name);
}

/** An execution's name, from its ARN. */
export function nameOf(arn: string | undefined): string {
  return String(arn?.split(':').at(-1));
}
