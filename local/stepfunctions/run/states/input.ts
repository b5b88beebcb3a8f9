import type { State } from '../../definition/definition.ts';
import type { Expression } from '../../evaluation/frame.ts';
import { compileExpression, compileTemplate } from '../../evaluation/template.ts';

/** The effective input of a state: its raw input after InputPath. */
export function effectiveInput({ InputPath }: State): Expression {
  if (InputPath === undefined || InputPath === '$') return async ({ input }) => input;
  if (InputPath === null) return async () => ({});
  return compileExpression(String(InputPath));
}

/** What a state works with: its effective input, or what its Parameters make of it. */
export function parameters(state: State): Expression {
  const effective = effectiveInput(state);
  if (state.Parameters === undefined) return effective;
  const template = compileTemplate(state.Parameters);
  return async ({ input, context }) => template({ input: await effective({ input, context }), context });
}

/** What ResultSelector makes of a result. */
export function selected({ ResultSelector }: State): Expression {
  return ResultSelector === undefined ? async ({ input }) => input : compileTemplate(ResultSelector);
}
