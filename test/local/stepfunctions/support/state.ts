import type { State } from '../../../../local/stepfunctions/definition/definition.ts';

/** A state as a definition has it. */
export function stateOf(fields: Readonly<Record<string, unknown>>): State {
  return { Type: 'Pass', ...fields } as State;
}

export function choiceOf(...Choices: object[]): State {
  return stateOf({ Type: 'Choice', Choices });
}
