import { expect, test } from '@jest/globals';
import { machineOf, ROLE, runDefinition } from '../support/run.ts';

const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

test('the context object as a whole is AWS’s', async () => {
  const { output, executionArn } = await runDefinition(
    machineOf({ Look: { Type: 'Pass', Parameters: { 'all.$': '$$' } } }),
    { n: 1 },
  );

  expect(output).toEqual({
    all: {
      Execution: {
        Id: executionArn,
        Input: { n: 1 },
        StartTime: ISO,
        Name: executionArn.split(':').at(-1),
        RoleArn: ROLE,
        RedriveCount: 0,
      },
      StateMachine: { Id: 'arn:aws:states:us-east-1:000000000000:stateMachine:Saga', Name: 'Saga' },
      State: { Name: 'Look', EnteredTime: ISO },
    },
  });
});

test('the start is the same time in every state, and that of the execution', async () => {
  const start = { Type: 'Pass', Parameters: { 'start.$': '$$.Execution.StartTime' } };

  const { output, events } = await runDefinition(
    machineOf({
      A: { ...start, ResultPath: '$.a' },
      Wait: { Type: 'Wait', Seconds: 5 },
      B: { ...start, ResultPath: '$.b' },
    }),
  );

  const { a, b } = output as Record<string, { start: string }>;
  expect(a).toEqual(b);
  expect(Date.parse(a?.start ?? '') / 1000).toBeCloseTo(events[0]?.timestamp ?? 0, 1);
});

test('paths into the context object are read in InputPath, OutputPath and Choice as well', async () => {
  const definition = {
    StartAt: 'In',
    States: {
      In: { Type: 'Pass', InputPath: '$$.Execution.Input.n', ResultPath: '$.in', Next: 'Choose' },
      Choose: {
        Type: 'Choice',
        Choices: [{ Variable: '$$.Execution.Name', StringEqualsPath: '$$.Execution.Name', Next: 'Out' }],
        Default: 'Wrong',
      },
      Out: { Type: 'Succeed', OutputPath: '$$.StateMachine.Name' },
      Wrong: { Type: 'Fail' },
    },
  };

  expect(await runDefinition(definition, { n: 1 })).toMatchObject({ output: 'Saga' });
});
