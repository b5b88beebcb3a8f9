import type { State } from '../../definition/definition.ts';
import type { Behaviour } from '../program.ts';
import { parameters } from './input.ts';

/** Its Result, which may be null, false, 0 or empty; else its input after Parameters. */
export function pass(state: State): Behaviour {
  const computed = parameters(state);
  return async (input, { context }) => {
    const value = await computed({ input, context });
    return state.Result === undefined ? value : state.Result;
  };
}
