import type { Definition, State } from '../definition/definition.ts';
import { mapEntries } from '../definition/fields.ts';
import type { Mend } from '../definition/mends/mend.ts';
import { MAX_TIMER_SECONDS } from '../definition/mends/retry-intervals.ts';
import { mendsFor } from '../definition/mends.ts';
import { interpreterFor } from '../interpreter.ts';
import type { Behaviour, CompiledState, Program } from './program.ts';
import { fail } from './states/fail.ts';
import { map } from './states/map.ts';
import { parallel } from './states/parallel.ts';
import { pass } from './states/pass.ts';
import { task } from './states/task.ts';
import { wait } from './states/wait.ts';

/** Makes a definition ready to run that was parsed, validated, and refused nothing. */
export function compile(definition: Definition, timeScale: number): Program {
  return compileWith(definition, mendsFor(timeScale));
}

function compileWith(definition: Definition, mends: readonly Mend[]): Program {
  const { StartAt, States, TimeoutSeconds } = definition;
  const compileNested = (nested: Definition) => compileWith(nested, mends);
  return {
    interpreter: interpreterFor({
      StartAt,
      States: mapEntries(States, ([name, state]) => [name, mends.reduce((mended, mend) => mend(mended), state)]),
      ...(TimeoutSeconds !== undefined && { TimeoutSeconds: Math.min(TimeoutSeconds, MAX_TIMER_SECONDS) }),
    }),
    states: new Map(Object.entries(States).map(([name, state]) => [name, compileState(state, compileNested)])),
  };
}

function compileState(state: State, compileNested: (nested: Definition) => Program): CompiledState {
  const behaviour = behaviourOf(state, compileNested);
  return { type: state.Type, ...(behaviour && { behaviour }) };
}

function behaviourOf(state: State, compileNested: (nested: Definition) => Program): Behaviour | undefined {
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
      return parallel(state, compileNested);
    case 'Map':
      return map(state, compileNested);
    case 'Choice':
    case 'Succeed':
      return undefined;
  }
}
