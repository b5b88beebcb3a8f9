import type { Definition, State } from '../../definition/definition.ts';
import type { Behaviour, Program } from '../program.ts';
import { run } from '../run.ts';
import { parameters, selected } from './input.ts';
import { together } from './together.ts';

/** Runs its branches side by side, each as a machine of its own. The first that fails ends the others. */
export function parallel(state: State, compile: (definition: Definition) => Program): Behaviour {
  const branches = (state.Branches as readonly Definition[]).map(compile);
  const computed = parameters(state);
  const select = selected(state);
  return async (rawInput, visit) => {
    const { context } = visit;
    const input = await computed({ input: rawInput, context });
    visit.add({ type: 'ParallelStateStarted' });
    const results = await together(visit, branches, Infinity, (branch, scope) => run(branch, input, scope));
    visit.note({ type: 'ParallelStateSucceeded' });
    return select({ input: results, context });
  };
}
