import { expect, test } from '@jest/globals';
import { runAsTask } from '../../../../../local/stepfunctions/definition/mends/as-task.ts';
import { MAX_TIMER_SECONDS } from '../../../../../local/stepfunctions/definition/mends/retry-intervals.ts';
import { choiceOf, stateOf } from '../../support/state.ts';

const LOCAL = { Type: 'Task', Resource: 'local', TimeoutSeconds: MAX_TIMER_SECONDS };

test('a Task keeps what the interpreter does, and loses what would reach AWS', () => {
  const kept = { Next: 'B', Retry: [], Catch: [], ResultPath: null, OutputPath: '$.a' };
  const lost = { InputPath: '$.a', Parameters: {}, ResultSelector: {}, Comment: 'c' };

  expect(runAsTask(stateOf({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', ...kept, ...lost }))).toEqual({
    ...LOCAL,
    ...kept,
  });
});

test.each(['Pass', 'Wait', 'Parallel', 'Map'])('a %s becomes a Task of this service', (Type) => {
  expect(runAsTask(stateOf({ Type, End: true }))).toEqual({ ...LOCAL, End: true });
});

test('a Fail becomes a Task that ends the machine', () => {
  expect(runAsTask(stateOf({ Type: 'Fail', Error: 'E' }))).toEqual({ ...LOCAL, End: true });
});

test.each([
  [{ TimeoutSeconds: 5 }, { TimeoutSeconds: 5 }],
  [{ TimeoutSeconds: 99_999_999 }, { TimeoutSeconds: MAX_TIMER_SECONDS }],
  [{ TimeoutSecondsPath: '$.t' }, { TimeoutSecondsPath: '$.t', TimeoutSeconds: undefined }],
])('the timeout %j becomes %j', (fields, timeout) => {
  expect(runAsTask(stateOf({ Type: 'Task', End: true, ...fields }))).toEqual({ ...LOCAL, End: true, ...timeout });
});

test('Choice and Succeed stay the interpreter’s own', () => {
  const succeed = stateOf({ Type: 'Succeed' });
  expect(runAsTask(succeed)).toBe(succeed);
  const choice = choiceOf();
  expect(runAsTask(choice)).toBe(choice);
});
