import { styleText } from 'node:util';
import Table from 'cli-table3';
import { isObject } from '../../contract/describe.ts';
import { ATTRIBUTE, SAGA_STEPS, STATUS } from '../../contract/saga.ts';
import type { Outcome } from './outcome.ts';

/** More rows than a screen holds tell nothing: `--json` has them all. */
const MAX_ROWS = 40;
const ICON = { Success: '✔', RolledBack: '↶', RollbackFailed: '✘' } as const;

/** One line for the progress: which transaction ended how. */
export function outcomeLine({ transactionId, status, error, record }: Outcome): string {
  const said = record?.[ATTRIBUTE.status] ?? 'no record';
  return `${transactionId ?? '(no transaction)'}: ${status}${error === null ? '' : ` ${error}`}, ${said}`;
}

/** The table of outcomes, with the record of each. What did not come as asked stands first and is never cut. */
export function outcomeTable(outcomes: readonly { outcome: Outcome; asAsked: boolean }[]): string {
  const table = new Table({
    head: ['transaction', 'execution', 'record and its audit trail', 'data in the record'],
    style: { head: [], border: [] },
    wordWrap: true,
  });
  const rows = [...outcomes].sort((a, b) => Number(a.asAsked) - Number(b.asAsked));
  const shown = rows.slice(0, Math.max(MAX_ROWS, rows.filter(({ asAsked }) => !asAsked).length));
  for (const { outcome, asAsked } of shown) table.push(row(outcome, asAsked));
  const cut = rows.length - shown.length;
  return `${table}${cut === 0 ? '' : `\n… and ${cut} more, all as asked; --json prints them all`}`;
}

function row(outcome: Outcome, asAsked: boolean): string[] {
  const { transactionId, status, error, record } = outcome;
  return [
    `${transactionId ?? '–'}${asAsked ? '' : `\n${styleText('red', 'not as asked')}`}`,
    [status, error, counts(outcome)].filter((part) => part !== null).join('\n'),
    [paint(String(record?.[ATTRIBUTE.status] ?? 'none')), ...auditTrail(record?.[ATTRIBUTE.steps])].join('\n'),
    record === null ? '' : dataOf(record),
  ];
}

/** The three that cost money. */
function counts({ statesEntered, lambdaInvocations, dynamodbRequests }: Outcome): string {
  return styleText('dim', `${statesEntered} states, ${lambdaInvocations} λ, ${dynamodbRequests} DB`);
}

function dataOf(record: Readonly<Record<string, unknown>>): string {
  const lines = SAGA_STEPS.flatMap((step) => {
    const map = record[step];
    return isObject(map) ? [`${step} ${clip(JSON.stringify(map.Data), 26)}`] : [];
  });
  return lines.join('\n') || 'none';
}

function auditTrail(steps: unknown): string[] {
  if (!Array.isArray(steps)) return [];
  return steps
    .filter(isObject)
    .map(({ Name, Status }) => `${ICON[Status as keyof typeof ICON] ?? String(Status)} ${String(Name)}`);
}

function paint(status: string): string {
  const colour = status === STATUS.committed ? 'green' : status === STATUS.rolledBack ? 'yellow' : 'red';
  return styleText(colour, status);
}

function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
