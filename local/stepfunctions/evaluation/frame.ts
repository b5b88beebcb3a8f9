import type { ContextObject } from './context-object.ts';

/** What paths see: `$` is the input, `$$` the context object. */
export interface Frame {
  readonly input: unknown;
  readonly context: ContextObject;
}

/** Something of a definition that is computed when a state runs: a path, an intrinsic function, a payload template. */
export type Expression = (frame: Frame) => Promise<unknown>;
