import { describe, expect, test } from '@jest/globals';
import { RESERVED_STEP_NAMES } from '../../../contract/saga.ts';
import { parseRollbackTask, parseStepTask } from '../../../lambda/step/parse-task.ts';
import { EXECUTION, recoveryTask, rollbackTask, runTask } from '../tasks.ts';

const TASK = runTask('ProcessRecords');
const HINT = "this function is for the saga's state machine to invoke";

describe('parseStepTask', () => {
  test('gives the task, its time with milliseconds', () => {
    expect(parseStepTask(TASK)).toEqual({
      ...TASK,
      Execution: { ...EXECUTION, StartTime: '2026-01-01T12:00:00.000Z' },
    });
  });

  test('brings a time of another zone to UTC, as times are compared as text', () => {
    const task = runTask('ProcessRecords', { Execution: { ...EXECUTION, StartTime: '2026-01-01T13:00:00.5+01:00' } });
    expect(parseStepTask(task).Execution.StartTime).toBe('2026-01-01T12:00:00.500Z');
  });

  test.each([undefined, null, 42, [], 'text', { hello: 1 }])('leaves the input unchecked: %p', (Input) => {
    expect(parseStepTask({ ...TASK, Input }).Input).toEqual(Input);
  });

  test.each([
    [
      'nothing',
      undefined,
      'the event is nothing, but has to be an object { Step, Saga, Input, Execution, RetryCount }',
    ],
    ['a list', [], 'the event is a list of 0, but has to be an object'],
    ['no saga', { ...TASK, Saga: undefined }, 'Saga is nothing, but has to be a list of the names of its steps'],
    ['an empty saga', { ...TASK, Saga: [] }, 'Saga is a list of 0, but has to be'],
    ['a step twice', { ...TASK, Saga: ['A', 'A'] }, 'Saga is a list of 2, but has to be'],
    ['a step without a name', { ...TASK, Saga: ['A', 1] }, 'Saga is a list of 2, but has to be'],
    ['a step called __proto__', { ...TASK, Saga: ['__proto__'] }, 'Saga is a list of 1, but has to be'],
    ...RESERVED_STEP_NAMES.map((name): [string, unknown, string] => [
      `a step called ${name}`,
      { ...TASK, Saga: [name], Step: name },
      'Saga is a list of 1, but has to be',
    ]),
    [
      'no step',
      { ...TASK, Step: undefined },
      "Step is nothing, but has to be one of the saga's steps: ProcessRecords, TransformRecords, CommitRecords",
    ],
    ['a step of another saga', { ...TASK, Step: 'Other' }, 'Step is "Other", but has to be one of'],
    [
      'no execution',
      { ...TASK, Execution: undefined },
      'Execution is nothing, but has to be an object { Id, Name, StartTime }',
    ],
    [
      'no execution’s id',
      { ...TASK, Execution: { ...EXECUTION, Id: '' } },
      'Execution.Id is "", but has to be a string that is not empty',
    ],
    [
      'no execution’s name',
      { ...TASK, Execution: { ...EXECUTION, Name: 7 } },
      'Execution.Name is the number 7, but has to be',
    ],
    [
      'no time',
      { ...TASK, Execution: { ...EXECUTION, StartTime: 'soon' } },
      'Execution.StartTime is "soon", but has to be a time in ISO 8601',
    ],
    [
      'a time that is a number',
      { ...TASK, Execution: { ...EXECUTION, StartTime: 0 } },
      'Execution.StartTime is the number 0',
    ],
    ['no count', { ...TASK, RetryCount: undefined }, 'RetryCount is nothing, but has to be a whole number from 0 on'],
    ['a count below 0', { ...TASK, RetryCount: -1 }, 'RetryCount is the number -1'],
    ['half a count', { ...TASK, RetryCount: 0.5 }, 'RetryCount is the number 0.5'],
  ])('refuses %s', (_, event, message) => {
    let thrown: unknown;
    try {
      parseStepTask(event);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(TypeError);
    expect(String(thrown)).toContain(message);
    expect(String(thrown)).toContain(HINT);
  });
});

describe('parseRollbackTask', () => {
  const TASK = rollbackTask('ProcessRecords');
  const failed = (failure: unknown) => ({ ...TASK, Failed: { CommitRecords: failure } });

  test('gives the error that was caught, under the step that failed, whichever is rolled back', () => {
    const task = failed({ Error: 'OutOfStock', Cause: 'sold' });
    expect(parseRollbackTask(task)).toMatchObject({
      Step: 'ProcessRecords',
      Failed: { CommitRecords: { Error: 'OutOfStock', Cause: 'sold' } },
    });
  });

  test.each([[{ Error: 'E' }], [{ Error: 'E', Cause: null }]])('takes an error without a cause: %p', (error) => {
    expect(parseRollbackTask(failed(error))).toMatchObject({ Failed: { CommitRecords: { Error: 'E' } } });
  });

  test('keeps a cause that is not text as JSON', () => {
    expect(parseRollbackTask(failed({ Error: 'E', Cause: { a: 1 } }))).toMatchObject({
      Failed: { CommitRecords: { Cause: '{"a":1}' } },
    });
  });

  test('looks at nothing that is no step, which an input that will be refused may have brought', () => {
    const task = { ...TASK, Failed: { hello: 1, ProcessRecords: { Error: 'E' } } };
    expect(parseRollbackTask(task)).toMatchObject({ Failed: { ProcessRecords: { Error: 'E' } } });
  });

  test('gives how the execution ended that a recovery acts as', () => {
    const task = parseRollbackTask(recoveryTask('ProcessRecords'));
    expect(task).toMatchObject({ Recovery: { Error: 'States.Timeout', Cause: '' } });
    expect(task).not.toHaveProperty('Failed');
  });

  test.each([
    ['no error', { ...TASK, Failed: undefined }, 'Failed is nothing, but has to be an object that holds the error of'],
    ['no step that failed', { ...TASK, Failed: {} }, 'Failed is an object with no properties, but has to be an object'],
    ['an error without a name', failed({}), 'Failed.CommitRecords.Error is nothing, but has to be a string'],
    [
      'a recovery that does not say how it ended',
      { ...TASK, Recovery: true },
      'Recovery is the boolean true, but has to',
    ],
    ['what is not a task', 42, 'the event is the number 42'],
  ])('refuses %s', (_, event, message) => {
    expect(() => parseRollbackTask(event)).toThrow(message);
  });
});
