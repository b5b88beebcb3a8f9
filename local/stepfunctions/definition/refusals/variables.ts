import { isObject } from '../../../../contract/describe.ts';
import { pathsOf } from './paths-of.ts';
import type { Refusal } from './refusal.ts';

/** The interpreter ignores Assign. */
export const refuseVariables: Refusal = (state) => {
  const rules = [state.Choices, state.Catch].filter(Array.isArray).flat();
  const assigns = [state, ...rules].some((holder) => isObject(holder) && 'Assign' in holder);
  const used = pathsOf(state).filter(({ path }) => /^\$[A-Za-z_]/.test(path));
  return [
    ...(assigns ? ['Assign: variables are not there; pass values on in the state’s output'] : []),
    ...used.map(({ field, path }) => `the variable ${path} in ${field}: pass values on in the state’s output`),
  ];
};
