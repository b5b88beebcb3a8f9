import {
  ExecutionAbortedError,
  ExecutionError,
  ExecutionTimeoutError,
  type RunOptions,
  StateMachine,
} from 'aws-local-stepfunctions';
import { runtimeError, Stopped } from './errors.ts';
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
  if (error instanceof ExecutionTimeoutError) return error;
  if (error instanceof ExecutionAbortedError) return new Stopped();
  const cause = error instanceof ExecutionError ? error.cause : error;
  if (cause instanceof Error && 'isCatchable' in cause) return cause;
  return runtimeError(cause instanceof Error ? cause.message : String(cause));
}
