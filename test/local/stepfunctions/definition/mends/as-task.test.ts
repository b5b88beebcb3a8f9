import { expect, test } from '@jest/globals';
import { runAsTask } from '../../../../../local/stepfunctions/definition/mends/as-task.ts';
import { choiceOf, stateOf } from '../../support/state.ts';

/** The longest that a timer of Node.js can last: its own timeout never comes. */
const LOCAL = { Type: 'Task', Resource: 'local', TimeoutSeconds: 2_147_483 };

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

test.each([[{ TimeoutSeconds: 5 }], [{ TimeoutSecondsPath: '$.t' }]])(
  'the timeout %j is kept from the interpreter: it goes by the clock of this cloud',
  (timeout) => {
    expect(runAsTask(stateOf({ Type: 'Task', End: true, ...timeout }))).toEqual({ ...LOCAL, End: true });
  },
);

test('Choice and Succeed stay the interpreter’s own', () => {
  const succeed = stateOf({ Type: 'Succeed' });
  expect(runAsTask(succeed)).toBe(succeed);
  const choice = choiceOf();
  expect(runAsTask(choice)).toBe(choice);
});
