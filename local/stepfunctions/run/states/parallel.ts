import type { Definition, State } from '../../definition/definition.ts';
import type { Behaviour, Program } from '../program.ts';
import { run } from '../run.ts';
import type { Scope } from '../scope.ts';
import type { Visit } from '../visit.ts';
import { parameters, selected } from './input.ts';

/** Runs its branches side by side, each as a machine of its own. The first that fails ends the others. */
export function parallel(state: State, compile: (definition: Definition) => Program): Behaviour {
  const branches = (state.Branches as readonly Definition[]).map(compile);
  const computed = parameters(state);
  const select = selected(state);
  return async (rawInput, visit) => {
    const { context } = visit;
    const input = await computed({ input: rawInput, context });
    visit.add({ type: 'ParallelStateStarted' });
    const results = await together(visit, branches, (branch, scope) => run(branch, input, scope));
    visit.note({ type: 'ParallelStateSucceeded' });
    return select({ input: results, context });
  };
}

/** Runs something for each item, on a track of its own; all end with the first that fails. */
export async function together<T>(
  { scope }: Visit,
  items: readonly T[],
  runOne: (item: T, scope: Scope, index: number) => Promise<unknown>,
): Promise<unknown[]> {
  const controller = new AbortController();
  const signal = AbortSignal.any([scope.signal, controller.signal]);
  const tracks = items.map(() => scope.track.fork());
  const runs = items.map((item, index) =>
    runOne(item, { ...scope, track: tracks[index] ?? scope.track, signal }, index),
  );
  try {
    return await Promise.all(runs);
  } catch (error) {
    controller.abort();
    // They end at once, but have yet to say so in the history.
    await Promise.allSettled(runs);
    throw error;
  } finally {
    scope.track.join(tracks);
  }
}
