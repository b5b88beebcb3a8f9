import type { Readable, Writable } from 'node:stream';

/** A standard stream: whether somebody looks at it, and how wide. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };
export type Input = Readable & { readonly isTTY?: boolean };

/** What a command has of the process around it; the tests hand it streams of their own. */
export interface Terminal {
  readonly stdin: Input;
  /** Results, for people or as JSON. */
  readonly stdout: Output;
  /** Everything else: progress, warnings, errors. */
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborts on the first Ctrl-C. */
  readonly signal: AbortSignal;
}
