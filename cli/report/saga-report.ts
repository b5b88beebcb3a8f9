import { isObject } from '../../contract/describe.ts';
import { ATTRIBUTE } from '../../contract/saga.ts';
import type { Execution } from '../saga/execution.ts';
import { nameIn } from '../saga/execution.ts';
import type { SagaView } from '../saga/observe.ts';
import { type SagaRecord, stepsOf, textOf } from '../saga/record.ts';
import { columns } from './columns.ts';
import { duration } from './duration.ts';
import { timeline } from './timeline.ts';

/** A longer cause than this is a stack trace; `--json` has it whole. */
const LONGEST_CAUSE = 200;

/** A transaction for people: what the record says, what the execution says, and how it came. */
export function sagaReport({ transactionId, correlationId, execution, record }: SagaView): string {
  const facts = [
    ['transaction', transactionId],
    ...(correlationId === null ? [] : [['correlation', correlationId]]),
    ['record', record === null ? 'none' : (textOf(record, ATTRIBUTE.status) ?? 'without a status')],
    ...(record === null ? [] : recordFacts(record)),
    ['execution', execution === null ? 'none' : executionLine(execution)],
    ...failureOf(execution, record),
  ];
  const trail = timeline(stepsOf(record ?? undefined));
  return `${columns(facts)}${trail === '' ? '' : `\n\n${trail}`}`;
}

function recordFacts(record: SagaRecord): string[][] {
  const owner = textOf(record, ATTRIBUTE.executionId);
  const error = record[ATTRIBUTE.error];
  const closedAt = textOf(record, ATTRIBUTE.closedAt);
  const expiresAt = record[ATTRIBUTE.expiresAt];
  return [
    ...(owner === undefined ? [] : [['owner', nameIn(owner)]]),
    ...(isObject(error) ? [['error', errorLine(error)]] : []),
    ...(closedAt === undefined ? [] : [['closed', closedAt]]),
    ...(typeof expiresAt === 'number' ? [['expires', new Date(expiresAt * 1_000).toISOString()]] : []),
  ];
}

/** A saga that timed out or was stopped has an error, but no step that failed. */
function errorLine({ Step, Name, Cause }: Record<string, unknown>): string {
  const error = withCause(String(Name), String(Cause ?? ''));
  return typeof Step === 'string' ? `${Step}: ${error}` : error;
}

/** Unless the record has told it: a saga that was rolled back fails with the error of its step. */
function failureOf(execution: Execution | null, record: SagaRecord | null): string[][] {
  const { error = null, cause = null } = execution ?? {};
  const told = record?.[ATTRIBUTE.error];
  if (error === null || (isObject(told) && told.Name === error)) return [];
  return [['failed with', withCause(error, cause)]];
}

function executionLine({ name, status, startDate, stopDate }: Execution): string {
  const took = startDate && stopDate ? ` in ${duration(Date.parse(stopDate) - Date.parse(startDate))}` : '';
  return `${name} ${status}${took}${startDate ? `, started ${startDate}` : ''}`;
}

function withCause(error: string, cause: string | null): string {
  const line = messageIn(cause ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (line === '') return error;
  return `${error}: ${line.length > LONGEST_CAUSE ? `${line.slice(0, LONGEST_CAUSE)}…` : line}`;
}

/** Lambda's causes are JSON, of which people want the message. */
function messageIn(cause: string): string {
  try {
    const value: unknown = JSON.parse(cause);
    return isObject(value) && typeof value.errorMessage === 'string' ? value.errorMessage : cause;
  } catch {
    // Text, or JSON that was cut: as it is.
    return cause;
  }
}
