import { SAGA_STEPS, STEP_STATUS } from '../../../contract/saga.ts';
import { type Check, entriesOf, lastingSteps, stepsThat } from './check.ts';

export const noneIsDoneTwice: Check = {
  name: 'each effect and each rollback stands once in Steps for an execution, and the effects of one execution at most last',
  check(facts) {
    const lasting = facts.executions.filter((execution) => lastingSteps(entriesOf(facts, execution)).length > 0);
    return [
      ...(lasting.length > 1 ? [`${lasting.map(({ name }) => name).join(' and ')} were both done`] : []),
      ...facts.executions.flatMap((execution) => {
        const { name, status } = execution;
        const entries = entriesOf(facts, execution);
        const keys = entries.map(({ Name, Status }) => `${Status} ${Name}`);
        const done = stepsThat(STEP_STATUS.success, entries);
        // A recovery undoes also what was never done, as it does not know how far its execution had come.
        const undone = stepsThat(STEP_STATUS.rolledBack, entries).filter((step) => done.includes(step));
        const rest = lastingSteps(entries);
        const due = status === 'SUCCEEDED' ? SAGA_STEPS : [];
        return [
          ...keys.filter((key, at) => keys.indexOf(key) < at).map((key) => `${name} has ${key} twice`),
          ...(isInOrder(done, SAGA_STEPS) ? [] : [`${name} did ${done}, which is not the steps' order`]),
          ...(isInOrder(undone, SAGA_STEPS.toReversed()) ? [] : [`${name} rolled back ${undone}: not in reverse`]),
          ...(String(rest) === String(due)
            ? []
            : [`${name} ended ${status}, but what it did and did not undo is ${rest}`]),
        ];
      }),
    ];
  },
};

function isInOrder(names: readonly string[], order: readonly string[]): boolean {
  return names.every((name, at) => at === 0 || order.indexOf(names[at - 1] ?? '') <= order.indexOf(name));
}
