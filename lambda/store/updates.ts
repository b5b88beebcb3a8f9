import type { Expression } from './expression.ts';

/** A change to one attribute, as a part of an UpdateExpression. */
export interface Update extends Expression {
  readonly section: 'SET' | 'REMOVE' | 'ADD';
}

export function set(attribute: string, placeholder: `:${string}`, value: unknown): Update {
  return {
    section: 'SET',
    text: `#${attribute} = ${placeholder}`,
    attributes: [attribute],
    values: { [placeholder]: value },
  };
}

/** Sets an attribute unless the record has it: what was written first stays. */
export function setOnce(attribute: string, placeholder: `:${string}`, value: unknown): Update {
  return {
    section: 'SET',
    text: `#${attribute} = if_not_exists(#${attribute}, ${placeholder})`,
    attributes: [attribute],
    values: { [placeholder]: value },
  };
}

/** Appends to a list, which need not be there yet. */
export function append(attribute: string, entry: unknown): Update {
  return {
    section: 'SET',
    text: `#${attribute} = list_append(if_not_exists(#${attribute}, :none), :entry)`,
    attributes: [attribute],
    values: { ':none': [], ':entry': [entry] },
  };
}

/** Adds to a string set, which need not be there yet. */
export function addToSet(attribute: string, placeholder: `:${string}`, member: string): Update {
  return {
    section: 'ADD',
    text: `#${attribute} ${placeholder}`,
    attributes: [attribute],
    values: { [placeholder]: new Set([member]) },
  };
}

export function remove(...attributes: readonly string[]): Update[] {
  return attributes.map((attribute) => ({
    section: 'REMOVE',
    text: `#${attribute}`,
    attributes: [attribute],
    values: {},
  }));
}

/** `SET … REMOVE … ADD …`: each section may stand once in an UpdateExpression. */
export function updateExpression(updates: readonly Update[]): string {
  return (['SET', 'REMOVE', 'ADD'] as const)
    .map((section) => ({ section, parts: updates.filter((update) => update.section === section) }))
    .filter(({ parts }) => parts.length > 0)
    .map(({ section, parts }) => `${section} ${parts.map(({ text }) => text).join(', ')}`)
    .join(' ');
}
