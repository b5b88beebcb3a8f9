import { describe, expect, test } from '@jest/globals';
import { FakeFunctions, named } from '../support/fake-functions.ts';
import { lambdaTask, machineOf, runDefinition, typesOf } from '../support/run.ts';

const branch = (name: string, state: object) => ({ StartAt: name, States: { [name]: { ...state, End: true } } });
const pass = (fields: object = {}) => ({ Type: 'Pass', ...fields });

describe('Parallel', () => {
  test('gives the outputs of its branches in their order, each of which had its input', async () => {
    const definition = machineOf({
      Both: {
        Type: 'Parallel',
        Parameters: { 'a.$': '$.n' },
        Branches: [branch('Slow', { Type: 'Wait', Seconds: 5 }), branch('Fast', pass({ Result: 'fast' }))],
        ResultSelector: { 'slow.$': '$[0]', 'fast.$': '$[1]' },
        ResultPath: '$.both',
      },
    });

    expect(await runDefinition(definition, { n: 1 })).toMatchObject({
      output: { n: 1, both: { slow: { a: 1 }, fast: 'fast' } },
    });
  });

  test('tells of its branches as AWS does, each on a line of its own', async () => {
    const definition = machineOf({ Both: { Type: 'Parallel', Branches: [branch('A', pass()), branch('B', pass())] } });

    const { events } = await runDefinition(definition);

    expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'ParallelStateEntered'],
      [3, 2, 'ParallelStateStarted'],
      [4, 3, 'PassStateEntered'],
      [5, 3, 'PassStateEntered'],
      [6, 4, 'PassStateExited'],
      [7, 5, 'PassStateExited'],
      [8, 7, 'ParallelStateSucceeded'],
      [9, 7, 'ParallelStateExited'],
      [10, 9, 'ExecutionSucceeded'],
    ]);
  });

  test('sees the execution’s own input, and its own states, in the context object of a branch', async () => {
    const Parameters = { 'input.$': '$$.Execution.Input', 'state.$': '$$.State.Name', 'id.$': '$$.Execution.Id' };
    const definition = machineOf({
      First: pass({ Result: 'other' }),
      Both: { Type: 'Parallel', Branches: [branch('A', pass({ Parameters })), branch('B', pass({ Parameters }))] },
    });

    const { output, executionArn } = await runDefinition(definition, { n: 1 });

    expect(output).toEqual([
      { input: { n: 1 }, state: 'A', id: executionArn },
      { input: { n: 1 }, state: 'B', id: executionArn },
    ]);
  });

  test('counts the retries of each Task in each branch', async () => {
    const functions = new FakeFunctions((_, count) => {
      if (count < 3) throw named('Busy');
    });
    const Parameters = {
      FunctionName: 'Count',
      Payload: { 'Count.$': '$$.State.RetryCount', 'State.$': '$$.State.Name' },
    };
    const counting = lambdaTask({ Parameters, Retry: [{ ErrorEquals: ['Busy'] }] });

    await runDefinition(
      machineOf({ Both: { Type: 'Parallel', Branches: [branch('A', counting), branch('B', counting)] } }),
      {},
      { functions },
    );

    const counts = (name: string) =>
      functions.calls
        .map(({ payload }) => payload as { Count: number; State: string })
        .filter(({ State }) => State === name)
        .map(({ Count }) => Count);
    expect(counts('A')[0]).toBe(0);
    expect(counts('B')[0]).toBe(0);
    expect([...counts('A'), ...counts('B')].sort()).toEqual([0, 0, 1, 1, 2]);
  });

  test('fails with the first branch that fails, and ends the others at once', async () => {
    const functions = new FakeFunctions();
    const definition = machineOf({
      Both: {
        Type: 'Parallel',
        Branches: [
          branch('Bad', { Type: 'Fail', Error: 'Bad' }),
          {
            StartAt: 'Long',
            States: { Long: { Type: 'Wait', Seconds: 3600, Next: 'Never' }, Never: lambdaTask({ End: true }) },
          },
        ],
      },
    });

    const { status, error, events } = await runDefinition(definition, {}, { functions, timeScale: 1 });

    expect({ status, error }).toEqual({ status: 'FAILED', error: 'Bad' });
    expect(typesOf(events)).toEqual([
      'ExecutionStarted',
      'ParallelStateEntered',
      'ParallelStateStarted',
      'FailStateEntered',
      'WaitStateEntered',
      'WaitStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
    expect(functions.calls).toEqual([]);
  });

  test('is retried as a whole, and caught', async () => {
    const definition = {
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [branch('Bad', { Type: 'Fail', Error: 'Bad', Cause: 'on purpose' })],
          Retry: [{ ErrorEquals: ['Bad'], MaxAttempts: 1 }],
          Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Done' }],
          End: true,
        },
        Done: { Type: 'Succeed' },
      },
    };

    const { output, events } = await runDefinition(definition, { n: 1 });

    expect(output).toEqual({ n: 1, error: { Error: 'Bad', Cause: 'on purpose' } });
    // AWS says that it failed once, when nothing retries it any more.
    expect(typesOf(events)).toEqual([
      'ExecutionStarted',
      'ParallelStateEntered',
      'ParallelStateStarted',
      'FailStateEntered',
      'ParallelStateStarted',
      'FailStateEntered',
      'ParallelStateFailed',
      'ParallelStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
  });
});
