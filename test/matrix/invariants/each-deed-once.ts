import { STEP_STATUS } from '../../../contract/saga.ts';
import { entriesOf, type Invariant, sayWho, stepsThat } from './invariant.ts';

export const eachDeedOnce: Invariant = {
  name: 'each effect and each rollback stands once in Steps, rollbacks in reverse order',
  check(facts) {
    return facts.executions.flatMap((execution) => {
      const entries = entriesOf(facts, execution);
      const who = sayWho(execution);
      const keys = entries.map(({ Name, Status }) => `${Status} ${Name}`);
      const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
      const done = stepsThat(STEP_STATUS.success, entries);
      const undone = stepsThat(STEP_STATUS.rolledBack, entries);
      const failed = stepsThat(STEP_STATUS.rollbackFailed, entries);
      const inOrder = facts.steps.filter((step) => done.includes(step));
      // One that failed for good is undone after the others; of one that never wrote, it is known only by its late write.
      const expected = inOrder.filter((step) => undone.includes(step) && !failed.includes(step)).toReversed();
      const got = undone.filter((step) => done.includes(step) && !failed.includes(step));
      return [
        ...twice.map((key) => `${who} has ${key} twice`),
        ...(String(done) === String(inOrder) ? [] : [`${who} did ${done}, which is not the steps' order`]),
        ...(String(got) === String(expected) ? [] : [`${who} rolled back ${undone}, which is not the reverse order`]),
        ...gaps(facts.steps, [...undone, ...failed]).map((step) => `${who} rolled back around ${step}`),
      ];
    });
  },
};

/** Whoever rolls back a step rolls back all before it. */
function gaps(steps: readonly string[], undone: readonly string[]): readonly string[] {
  const last = Math.max(...undone.map((step) => steps.indexOf(step)));
  return steps.filter((step, index) => index < last && !undone.includes(step));
}
