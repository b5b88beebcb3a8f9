import type { FunctionError } from './invoker.ts';

/** What an execution environment is started with. */
export interface EnvironmentData {
  /** The directory of the function's code. */
  readonly taskRoot: string;
  /** Such as `index.run`. */
  readonly handler: string;
}

/** What an execution environment is sent, one at a time. The event travels as JSON: a string is cheap to clone. */
export interface Invocation {
  readonly requestId: string;
  readonly event: string;
  readonly traceId: string;
  readonly invokedFunctionArn: string;
}

export interface InvocationMessage extends Invocation {
  /** Milliseconds since 1970. */
  readonly deadline: number;
}

/** What an execution environment answers: once `ready`, then `result` (JSON) or `failure` for each invocation. */
export type EnvironmentMessage =
  | { readonly ready: true }
  | { readonly result: string }
  /** `fatal`: the environment ends itself, for its function did not load or threw where nobody could catch it. */
  | { readonly failure: FunctionError; readonly fatal: boolean };

export type Outcome = { readonly result: string } | { readonly failure: FunctionError };
