import type { State } from '../definition.ts';

/** Rewrites a state so that the interpreter does with it what AWS does. It never changes the state that it is given. */
export type Mend = (state: State) => State;
