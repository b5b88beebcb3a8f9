import type { State } from './definition.ts';

/** A state with some fields changed, in their order; a change to undefined drops the field. */
export function withFields(state: State, changes: Readonly<Record<string, unknown>>): State {
  const kept = Object.entries({ ...state, ...changes }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as unknown as State;
}

/** An object with each entry changed. Entries, never assignment: `__proto__` is a name like any other. */
export function mapEntries<T, U>(
  object: Readonly<Record<string, T>>,
  change: (entry: readonly [string, T]) => readonly [string, U],
): Record<string, U> {
  return Object.fromEntries(Object.entries(object).map(change));
}
