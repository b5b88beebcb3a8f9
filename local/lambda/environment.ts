import type { Invocation, Outcome } from './protocol.ts';

/** A function's code, warm from one invocation to the next. It runs one at a time. */
export interface Environment {
  /** It takes no more invocations. */
  readonly hasEnded: boolean;
  /** Resolves when it is gone. */
  readonly exit: Promise<void>;
  /** Never rejects: whatever goes wrong is the function's failure. */
  run(invocation: Invocation, options?: RunOptions): Promise<Outcome>;
  /** Ends it, in the middle of an invocation too. */
  kill(): Promise<void>;
}

export interface RunOptions {
  /** Lets it run for longer than its Timeout. @default false */
  readonly ignoresTimeout?: boolean;
}
