import { ATTRIBUTE, type StepStatus } from '../../../contract/saga.ts';
import type { AuditEntry, ExecutionFacts, Facts } from '../world/facts.ts';

/** What has to hold of every case. */
export interface Invariant {
  /** As docs/flow.md has it, in short. */
  readonly name: string;
  /** @returns what is wrong, in words; nothing where it holds */
  check(facts: Facts): readonly string[];
}

/** The steps whose data is in the record, in order. */
export function dataIn({ record, steps }: Facts): readonly string[] {
  return steps.filter((step) => record?.[step] !== undefined);
}

/** The name of the execution that wrote a step's data. */
export function writerOf({ record }: Facts, step: string): string | undefined {
  const data = record?.[step] as { readonly Data?: { readonly By?: string } } | undefined;
  return data?.Data?.By?.split(':')[1];
}

export function owns({ record }: Facts, { arn }: Pick<ExecutionFacts, 'arn'>): boolean {
  return record?.[ATTRIBUTE.executionId] === arn;
}

/** An execution's entries of the audit list, in order. */
export function entriesOf({ record }: Facts, { arn }: Pick<ExecutionFacts, 'arn'>): readonly AuditEntry[] {
  return (record?.Steps ?? []).filter(({ Execution }) => Execution === arn);
}

/** The names of the steps that have such an entry of an execution's, in the entries' order. */
export function stepsThat(status: StepStatus, entries: readonly AuditEntry[]): readonly string[] {
  return entries.filter((entry) => entry.Status === status).map(({ Name }) => Name);
}

/** Who is spoken of: `main case-1-1`. */
export function sayWho({ role, arn }: ExecutionFacts): string {
  return `${role} ${arn.split(':').at(-1)}`;
}
