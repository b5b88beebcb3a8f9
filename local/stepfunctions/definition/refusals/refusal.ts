import type { State } from '../definition.ts';

/** Names what a state uses that the embedded cloud does not run as AWS does, and what to do instead. */
export type Refusal = (state: State) => readonly string[];
