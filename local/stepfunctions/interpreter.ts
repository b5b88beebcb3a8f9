import { ExecutionAbortedError, ExecutionError, type RunOptions, StateMachine } from 'aws-local-stepfunctions';
import { runtimeError, STOPPED } from './errors.ts';
import type { ContextObject } from './evaluation/context-object.ts';

/** Definitions come here validated and mended: the interpreter's own validation would cost 0.2 s each. */
export function interpreterFor(definition: object): StateMachine {
  return new StateMachine(definition as never, { validationOptions: { noValidate: true } });
}

/**
 * The interpreter's context object. It writes `Execution.Input` and `Execution.StartTime` of its own at every run, so AWS's
 * context object lies one level down, where it is left alone; definitions are mended to look there.
 */
export function interpreterContext(context: ContextObject, input?: unknown): RunOptions['context'] {
  return { Context: context, Input: input };
}

/** `$$.Execution.Id` as the interpreter finds it. */
export function inContext(path: string): string {
  return `$$.Context${path.slice(2)}`;
}

/** `$.a`, of an input that was handed over as part of the context object. */
export function inInput(path: string): string {
  return `$$.Input${path.slice(1)}`;
}

/** What really failed inside the interpreter. Its wrapper says nothing more; what is no state's error is a broken path. */
export function unwrap(error: unknown): Error {
  if (error instanceof ExecutionAbortedError) return STOPPED;
  const cause = error instanceof ExecutionError ? error.cause : error;
  if (cause instanceof Error && 'isCatchable' in cause) return cause;
  return runtimeError(cause instanceof Error ? cause.message : String(cause));
}

/**
 * The interpreter's own class for a Task that took too long. It keeps the class to itself, but goes by it: States.TaskFailed
 * does not match such an error. So a Task is timed out once, to have one.
 */
const StatesTimeoutError = await (async () => {
  const definition = {
    StartAt: 'T',
    States: { T: { Type: 'Task', Resource: 'local', TimeoutSeconds: 0.001, End: true } },
  };
  const taskResourceLocalHandlers = { T: () => new Promise<never>(() => {}) };
  const error = await interpreterFor(definition)
    .run({}, { overrides: { taskResourceLocalHandlers } })
    .result.catch(unwrap);
  return (error as Error).constructor as new () => Error;
})();

/** What a Task fails with that took too long. */
export function taskTimedOut(): Error {
  return new StatesTimeoutError();
}

export function isTaskTimeout(error: unknown): boolean {
  return error instanceof StatesTimeoutError;
}
