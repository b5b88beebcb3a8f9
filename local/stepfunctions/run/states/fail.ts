import { describe } from '../../../../contract/describe.ts';
import type { State } from '../../definition/definition.ts';
import { runtimeError, StateError } from '../../errors.ts';
import type { Frame } from '../../evaluation/frame.ts';
import { compileExpression } from '../../evaluation/template.ts';
import type { Behaviour } from '../program.ts';

/** Error and Cause as they stand, or as a path or an intrinsic function gives them; AWS invents neither. */
export function fail(state: State): Behaviour {
  const error = text(state, 'Error');
  const cause = text(state, 'Cause');
  return async (input, { context }) => {
    throw new StateError(await error({ input, context }), await cause({ input, context }));
  };
}

function text(state: State, field: 'Error' | 'Cause'): (frame: Frame) => Promise<string | undefined> {
  const path = state[`${field}Path`];
  if (path === undefined) return async () => state[field] as string | undefined;
  const computed = compileExpression(String(path));
  return async (frame) => {
    const value = await computed(frame);
    if (typeof value === 'string') return value;
    throw runtimeError(`${field}Path ${path} gives ${describe(value)}, but has to give a string`);
  };
}
