import { STEP_STATUS } from '../../contract/saga.ts';
import { nameIn } from '../saga/execution.ts';
import type { StepEntry } from '../saga/record.ts';
import { columns } from './columns.ts';
import { duration } from './duration.ts';

const ICON: Readonly<Record<string, string>> = {
  [STEP_STATUS.success]: '✔',
  [STEP_STATUS.rolledBack]: '↶',
  [STEP_STATUS.rollbackFailed]: '✘',
};

/** The audit trail, a line an entry: when, how long after the entry before it, by which execution, what. */
export function timeline(steps: readonly StepEntry[]): string {
  return columns(
    steps.map(({ Execution, Name, Status, Ts }, at) => {
      const before = steps[at - 1];
      // Another attempt may have come days later: the gap between two executions says nothing.
      const gap = before?.Execution === Execution ? `+${duration(Date.parse(Ts) - Date.parse(before.Ts))}` : '';
      return [Ts, gap, nameIn(Execution), `${ICON[Status] ?? '?'} ${Name}`, Status];
    }),
  );
}
