import type { Mutation } from './mutation.ts';

/** What leads from one state to the next. */
export const STATE_MACHINE: readonly Mutation[] = [
  {
    name: 'a step has no Catch',
    file: 'lib/saga/forward-chain.ts',
    search: '    task.addCatch(rollback, { resultPath: failedPath(step.stepName) });\n',
    replacement: '',
  },
  {
    name: 'a refusal is rolled back',
    file: 'lib/saga/forward-chain.ts',
    search: '    task.addCatch(props.onRefused, { errors: refusalsAt(index) });\n',
    replacement: '',
    cases: 'two executions',
  },
  {
    name: 'a step is retried on its verdict',
    file: 'lib/saga/forward-chain.ts',
    search: 'retryOn(RETRYABLE_ERRORS, props.retry)',
    replacement: "retryOn([...RETRYABLE_ERRORS, 'CardDeclined'], props.retry)",
    cases: 'says no after its write once',
  },
  {
    name: 'a step is not retried',
    file: 'lib/saga/forward-chain.ts',
    search: '    task.addRetry(retryOn(RETRYABLE_ERRORS, props.retry));\n',
    replacement: '',
  },
  {
    name: 'the rollbacks run in the order of the steps',
    file: 'lib/saga/rollback-chain.ts',
    search: 'const rollback = rollbackOf(scope, step, {',
    replacement: 'const rollback = rollbackOf(scope, props.steps[props.steps.length - 1 - index] ?? step, {',
    cases: 'until retries end',
  },
  {
    name: 'the step that failed is not rolled back',
    file: 'lib/saga/saga.ts',
    search: 'onRefused: ends.refused, withRollbacks });',
    replacement:
      'onRefused: ends.refused, withRollbacks: withRollbacks.map(({ step }, index) => ({ step, rollback: (withRollbacks[index - 1] ?? withRollbacks[index])!.rollback })) });',
    cases: 'after its write until retries end',
  },
  {
    name: 'a rollback is not retried',
    file: 'lib/saga/rollback-chain.ts',
    search: '  task.addRetry(retryOn([Errors.ALL], props.retry));\n',
    replacement: '',
    cases: 'one rollback fails once',
  },
  {
    name: 'a rollback has no Catch',
    file: 'lib/saga/rollback-chain.ts',
    search: 'task.addCatch(failed, {',
    replacement: 'void Object({',
    cases: 'one rollback fails for good',
  },
  {
    name: 'a rollback that failed keeps the others from theirs',
    file: 'lib/saga/rollback-chain.ts',
    search: '  failed.next(next);\n',
    replacement: '  failed.next((props as { closing?: IChainable }).closing ?? next);\n',
    cases: 'one rollback fails for good',
  },
  {
    name: 'a failed rollback is forgotten',
    file: 'lib/saga/closing.ts',
    search: "Condition.isPresent('$.RollbackErrors')",
    replacement: "Condition.isPresent('$.RollbackErrorsOfOthers')",
    cases: 'one rollback fails for good',
  },
  {
    name: 'the record is closed without a fence',
    file: 'lib/saga/closing.ts',
    search: "['#ExecutionId = :me', '#Status IN (:rollingBack, :rollbackFailed)', ...nothingLeft].join(' AND ')",
    replacement:
      "['attribute_exists(#Status)', '#ExecutionId = :me', '#Status IN (:rollingBack, :rollbackFailed)', ...nothingLeft].join(' OR ')",
    cases: 'until retries end, rollbacks fine, two executions, finished',
  },
  {
    name: 'the record is not closed',
    file: 'lib/saga/closing.ts',
    search: 'SET #Status = :rolledBack, #ClosedAt = :now',
    replacement: 'SET #Status = :rollingBack, #ClosedAt = :now',
  },
  {
    name: 'nobody is told of a rollback that failed for good',
    file: 'lib/saga/closing-failed.ts',
    search: '  return close.next(send).startState;',
    replacement: '  return close.next(endings.rollbackFailed).startState;',
    cases: 'one rollback fails for good',
  },
];
