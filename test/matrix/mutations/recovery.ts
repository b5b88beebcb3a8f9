import type { Mutation } from './mutation.ts';

const JUDGE = 'lambda/recovery/judge.ts';

/** What ends half-done, and what is made of it. */
export const RECOVERY: readonly Mutation[] = [
  {
    name: 'a recovery acts as itself',
    file: 'lib/saga/recovery/recovery-identity.ts',
    search: "executionId: '$.Execution.Id',",
    replacement: "executionId: '$$.Execution.Id',",
    cases: 'aborted',
  },
  {
    name: 'a recovery skips what has no record',
    file: JUDGE,
    search: '    if (record !== undefined && !takeable(startedAt).holds(record))',
    replacement:
      "    if (record === undefined) return nothing(execution, DECISION.notMine, 'it has no record', id);\n" +
      '    if (!takeable(startedAt).holds(record))',
    cases: 'Reserve times out and writes late once',
  },
  {
    name: 'a recovery skips what says COMMITTED',
    file: JUDGE,
    search: 'if (mine?.Status === STATUS.rolledBack) return',
    replacement: 'if (mine?.Status === STATUS.rolledBack || mine?.Status === STATUS.committed) return',
    cases: '1 step: Reserve fails after its write',
  },
  {
    name: 'a recovery does not ask whether the execution has ended',
    file: JUDGE,
    search: 'if (!ENDED.includes(status)) return',
    replacement: "if (status === 'PENDING_REDRIVE') return",
  },
  {
    name: 'a recovery does not ask whether the execution has succeeded',
    file: JUDGE,
    search: "  if (status === 'SUCCEEDED') return nothing(execution, DECISION.committed, 'it succeeded');\n",
    replacement: '',
    cases: 'once, rollbacks fine, single start, finished',
  },
  {
    name: 'a recovery undoes from the first step on',
    file: 'lambda/recovery/saga-to-recover.ts',
    search: 'saga.filter((name) => steps.includes(name)).toReversed()',
    replacement: 'saga.filter((name) => steps.includes(name))',
    cases: 'aborted',
  },
  {
    name: 'a recovery undoes nothing but the last step',
    file: 'lambda/recovery/saga-to-recover.ts',
    search: 'ToUndo: { Steps: toUndo },',
    replacement: 'ToUndo: { Steps: toUndo.slice(0, 1) },',
    cases: 'aborted',
  },
  {
    name: 'a recovery believes in a later start than the execution had',
    file: 'lambda/recovery/executions.ts',
    search: 'startedAt: startDate.toISOString(),',
    replacement: 'startedAt: new Date().toISOString(),',
    cases: 'rollbacks fine, two executions, aborted',
  },
  {
    name: 'a recovery cannot resume what failed for good',
    file: 'lambda/step/define-step.ts',
    search: "{ resume: 'Recovery' in task }",
    replacement: '{ resume: false }',
    cases: 'one rollback fails for good',
  },
  {
    name: 'EventBridge tells nobody of what was stopped',
    file: 'lib/saga/recovery/recovery-events.ts',
    search: "const CUT_SHORT = { status: ['TIMED_OUT', 'ABORTED'] };",
    replacement: "const CUT_SHORT = { status: ['TIMED_OUT'] };",
    cases: 'aborted',
  },
  {
    name: 'the sweep finds nothing',
    file: 'lambda/recovery/define-sweep.ts',
    search: '  if (verdict.Decision !== DECISION.recover) return 0;',
    replacement: '  if (verdict.Decision === DECISION.recover) return 0;',
  },
  {
    name: 'the sweep does not look at what timed out',
    file: 'lambda/recovery/define-sweep.ts',
    search: "['TIMED_OUT', 'ABORTED', 'FAILED'] as const",
    replacement: "['ABORTED', 'FAILED'] as const",
    cases: 'timed out',
  },
];
