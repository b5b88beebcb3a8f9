import { ATTRIBUTE, type SagaStatus, STATUS } from '../../contract/saga.ts';
import type { Expression } from './expression.ts';
import type { SagaRecord } from './record.ts';

/**
 * A clause of the fence, said twice: as the DynamoDB expression that guards a write, and as a predicate that tells of a
 * record that was read whether the write would pass. A test holds the two against each other.
 */
export interface Condition extends Expression {
  /** What its text is made of on the outside: an OR within an AND needs parentheses, nothing else does. */
  readonly kind?: 'or';
  holds(record: SagaRecord | undefined): boolean;
}

export const recordAbsent: Condition = {
  text: `attribute_not_exists(#${ATTRIBUTE.transactionId})`,
  attributes: [ATTRIBUTE.transactionId],
  values: {},
  holds: (record) => record === undefined,
};

export function ownedBy(executionId: string): Condition {
  return {
    text: `#${ATTRIBUTE.executionId} = :me`,
    attributes: [ATTRIBUTE.executionId],
    values: { ':me': executionId },
    holds: (record) => record?.ExecutionId === executionId,
  };
}

export function statusIn(...statuses: readonly SagaStatus[]): Condition {
  return {
    text: `#${ATTRIBUTE.status} ${oneOf(statuses.map((status) => `:${status}`))}`,
    attributes: [ATTRIBUTE.status],
    values: Object.fromEntries(statuses.map((status) => [`:${status}`, status])),
    holds: (record) => record?.Status !== undefined && statuses.includes(record.Status),
  };
}

/** DynamoDB reads every comparison anew with each request: the shorter one costs less. */
function oneOf(placeholders: readonly string[]): string {
  return placeholders.length === 1 ? `= ${placeholders[0]}` : `IN (${placeholders.join(', ')})`;
}

/**
 * The time test: an execution that was already running when the record was closed must not take it over. Its forward
 * write could be late, sent before the rollback that closed the record.
 */
export function closedBefore(startedAt: string): Condition {
  return {
    text: `#${ATTRIBUTE.closedAt} < :startedAt`,
    attributes: [ATTRIBUTE.closedAt],
    values: { ':startedAt': startedAt },
    holds: (record) => record?.ClosedAt !== undefined && record.ClosedAt < startedAt,
  };
}

export function stepAbsent(step: string): Condition {
  return {
    text: `attribute_not_exists(#${step})`,
    attributes: [step],
    values: {},
    holds: (record) => record?.[step] === undefined,
  };
}

export function notUndone(step: string): Condition {
  return {
    text: `attribute_not_exists(#${ATTRIBUTE.undone}) OR NOT contains(#${ATTRIBUTE.undone}, :step)`,
    kind: 'or',
    attributes: [ATTRIBUTE.undone],
    values: { ':step': step },
    holds: (record) => !record?.Undone?.has(step),
  };
}

/** An earlier execution has rolled back and closed the record, before this one started. */
export function takeable(startedAt: string): Condition {
  return allOf(statusIn(STATUS.rolledBack), closedBefore(startedAt));
}

export function allOf(first: Condition, ...others: readonly Condition[]): Condition {
  // DynamoDB refuses parentheses within parentheses with nothing between.
  if (others.length === 0) return first;
  const conditions = [first, ...others];
  const texts = conditions.map(({ kind, text }) => (kind === 'or' ? `(${text})` : text));
  return { ...joined(conditions, texts, ' AND '), holds: (record) => conditions.every((one) => one.holds(record)) };
}

export function anyOf(first: Condition, ...others: readonly Condition[]): Condition {
  if (others.length === 0) return first;
  const conditions = [first, ...others];
  const texts = conditions.map(({ text }) => text);
  return {
    ...joined(conditions, texts, ' OR '),
    kind: 'or',
    holds: (record) => conditions.some((one) => one.holds(record)),
  };
}

function joined(conditions: readonly Condition[], texts: readonly string[], operator: string): Expression {
  return {
    text: texts.join(operator),
    attributes: conditions.flatMap(({ attributes }) => attributes),
    values: Object.assign({}, ...conditions.map(({ values }) => values)),
  };
}
