import type { Definition, State } from '../definition/definition.ts';
import { mapEntries } from '../definition/fields.ts';
import { MENDS } from '../definition/mends.ts';
import { interpreterFor } from '../interpreter.ts';
import type { Behaviour, CompiledState, Program } from './program.ts';
import { fail } from './states/fail.ts';
import { map } from './states/map.ts';
import { parallel } from './states/parallel.ts';
import { pass } from './states/pass.ts';
import { task } from './states/task.ts';
import { wait } from './states/wait.ts';

/** Makes a definition ready to run that was parsed, validated, and refused nothing. */
export function compile(definition: Definition): Program {
  const { StartAt, States, TimeoutSeconds } = definition;
  return {
    interpreter: interpreterFor({
      StartAt,
      States: mapEntries(States, ([name, state]) => [name, MENDS.reduce((mended, mend) => mend(mended), state)]),
    }),
    ...(TimeoutSeconds !== undefined && { timeoutMs: TimeoutSeconds * 1000 }),
    states: new Map(Object.entries(States).map(([name, state]) => [name, compileState(state)])),
  };
}

function compileState(state: State): CompiledState {
  const behaviour = behaviourOf(state);
  return { type: state.Type, ...(behaviour && { behaviour }) };
}

function behaviourOf(state: State): Behaviour | undefined {
  switch (state.Type) {
    case 'Task':
      return task(state);
    case 'Pass':
      return pass(state);
    case 'Wait':
      return wait(state);
    case 'Fail':
      return fail(state);
    case 'Parallel':
      return parallel(state, compile);
    case 'Map':
      return map(state, compile);
    case 'Choice':
    case 'Succeed':
      return undefined;
  }
}
