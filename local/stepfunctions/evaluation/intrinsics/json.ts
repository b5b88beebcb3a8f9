import { type Intrinsic, intrinsicFailure, need } from './function.ts';

export const JSONS: Readonly<Record<string, Intrinsic>> = {
  'States.StringToJson': { arity: [1, 1], run: parse },
  'States.JsonToString': { arity: [1, 1], run: (value: unknown) => JSON.stringify(value) },
  'States.JsonMerge': { arity: [3, 3], run: merge },
};

/** Blank text is null on AWS. */
function parse(text: unknown): unknown {
  const json = need<string>(text, 'string', 'the argument of States.StringToJson');
  if (json.trim() === '') return null;
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw intrinsicFailure(`the argument of States.StringToJson is not JSON: ${cause}`, cause);
  }
}

function merge(first: unknown, second: unknown, deep: unknown): unknown {
  if (need<boolean>(deep, 'boolean', 'the third argument of States.JsonMerge'))
    throw intrinsicFailure('States.JsonMerge merges shallowly only: its third argument has to be false');
  return {
    ...need<object>(first, 'object', 'the first argument of States.JsonMerge'),
    ...need<object>(second, 'object', 'the second argument of States.JsonMerge'),
  };
}
