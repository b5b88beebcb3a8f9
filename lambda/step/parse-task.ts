import { describe, isObject } from '../../contract/describe.ts';
import { RESERVED_STEP_NAMES, STEP_NAME_PATTERN } from '../../contract/saga.ts';
import type { Failure, RollbackTask, StepTask } from '../../contract/task.ts';

/**
 * Checks what the state machine sends. Only its definition can be wrong about it, or somebody who invokes the function by
 * hand: a TypeError, never InvalidTransaction, which speaks of what the publisher wrote.
 *
 * @returns the task, its StartTime in ISO 8601 with milliseconds, as services may leave them out
 * @throws TypeError saying what, got, allowed
 */
export function parseStepTask(event: unknown): StepTask {
  const task = requireObject('the event', event, '{ Step, Saga, Input, Execution, RetryCount }');
  const saga = requireSaga(task.Saga);
  const execution = requireObject('Execution', task.Execution, '{ Id, Name, StartTime }');
  return {
    Step: requireStep(task.Step, saga),
    Saga: saga,
    Input: task.Input,
    Execution: {
      Id: requireText('Execution.Id', execution.Id),
      Name: requireText('Execution.Name', execution.Name),
      StartTime: requireTime(execution.StartTime),
    },
    RetryCount: requireCount(task.RetryCount),
  };
}

/** @throws TypeError saying what, got, allowed */
export function parseRollbackTask(event: unknown): RollbackTask {
  const task = parseStepTask(event);
  const { Failed, Recovery } = event as Record<string, unknown>;
  if (Recovery !== undefined) return { ...task, Recovery: requireFailure('Recovery', Recovery) };
  const failures = requireObject('Failed', Failed, 'that holds the error of the step that failed');
  // Only steps are looked for: in an input that will be refused, somebody may have put something else there.
  const step = task.Saga.find((name) => Object.hasOwn(failures, name));
  if (step === undefined) throw wrong('Failed', Failed, `an object with one of ${task.Saga.join(', ')}`);
  return { ...task, Failed: { [step]: requireFailure(`Failed.${step}`, failures[step]) } };
}

function requireFailure(what: string, value: unknown): Failure {
  const { Error: name, Cause } = requireObject(what, value, '{ Error, Cause }');
  return {
    Error: requireText(`${what}.Error`, name),
    // Step Functions leaves the cause out, or empty, for some errors of its own.
    ...(Cause === undefined || Cause === null
      ? {}
      : { Cause: typeof Cause === 'string' ? Cause : JSON.stringify(Cause) }),
  };
}

function requireObject(what: string, value: unknown, shape: string): Record<string, unknown> {
  if (isObject(value)) return value;
  throw wrong(what, value, `an object ${shape}`);
}

function requireText(what: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw wrong(what, value, 'a string that is not empty');
}

function requireSaga(value: unknown): readonly string[] {
  const names: readonly unknown[] = Array.isArray(value) ? value : [];
  const valid = names.filter(
    (name): name is string =>
      typeof name === 'string' && STEP_NAME_PATTERN.test(name) && !RESERVED_STEP_NAMES.includes(name),
  );
  if (valid.length > 0 && valid.length === names.length && new Set(valid).size === valid.length) return valid;
  throw wrong(
    'Saga',
    value,
    `a list of the names of its steps, each once and none of ${RESERVED_STEP_NAMES.join(', ')}`,
  );
}

function requireStep(value: unknown, saga: readonly string[]): string {
  const step = saga.find((name) => name === value);
  if (step !== undefined) return step;
  throw wrong('Step', value, `one of the saga's steps: ${saga.join(', ')}`);
}

function requireTime(value: unknown): string {
  const time = typeof value === 'string' ? new Date(value) : new Date(Number.NaN);
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  throw wrong('Execution.StartTime', value, 'a time in ISO 8601');
}

function requireCount(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw wrong('RetryCount', value, 'a whole number from 0 on');
}

function wrong(what: string, value: unknown, allowed: string): TypeError {
  return new TypeError(
    `${what} is ${describe(value)}, but has to be ${allowed}: this function is for the saga's state machine to invoke`,
  );
}
