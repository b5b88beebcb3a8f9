import { expect, test } from '@jest/globals';
import { readAwsContext } from '../../../../../local/stepfunctions/definition/mends/context-paths.ts';
import { choiceOf, stateOf } from '../../support/state.ts';

test('paths into the context object lead to AWS’s own, one level down', () => {
  expect(readAwsContext(stateOf({ InputPath: '$$.Execution.Input', OutputPath: '$$' }))).toEqual(
    stateOf({ InputPath: '$$.Context.Execution.Input', OutputPath: '$$.Context' }),
  );
  expect(readAwsContext(stateOf({ TimeoutSecondsPath: '$$.Execution.Input.t' }))).toEqual(
    stateOf({ TimeoutSecondsPath: '$$.Context.Execution.Input.t' }),
  );
  expect(
    readAwsContext(choiceOf({ Variable: '$$.Execution.Name', StringEqualsPath: '$$.StateMachine.Name', Next: 'B' })),
  ).toEqual(
    choiceOf({ Variable: '$$.Context.Execution.Name', StringEqualsPath: '$$.Context.StateMachine.Name', Next: 'B' }),
  );
});

test('other paths, and texts that look like one, stay as they are', () => {
  const choice = choiceOf({ Variable: '$.a', StringEquals: '$$.Execution.Id', Next: 'B' });
  expect(readAwsContext(choice)).toEqual(choice);
  const pass = stateOf({ InputPath: '$.a', OutputPath: null });
  expect(readAwsContext(pass)).toEqual(pass);
});
