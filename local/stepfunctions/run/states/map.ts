import { describe } from '../../../../contract/describe.ts';
import { type Definition, processorOf, type State } from '../../definition/definition.ts';
import { runtimeError } from '../../errors.ts';
import type { Expression, Frame } from '../../evaluation/frame.ts';
import { compileExpression, compileTemplate } from '../../evaluation/template.ts';
import type { Behaviour, Program } from '../program.ts';
import { run } from '../run.ts';
import type { Scope } from '../scope.ts';
import { effectiveInput, selected } from './input.ts';
import { together } from './together.ts';

/** An inline Map: runs its processor once for each item, each as a machine of its own. */
export function map(state: State, compile: (definition: Definition) => Program): Behaviour {
  const processor = compile(processorOf(state));
  const effective = effectiveInput(state);
  const itemsOf = items(state);
  const concurrencyOf = concurrency(state);
  const selector = state.ItemSelector ?? state.Parameters;
  const itemInput: Expression | undefined = selector === undefined ? undefined : compileTemplate(selector);
  const select = selected(state);
  return async (rawInput, visit) => {
    const { context } = visit;
    const input = await effective({ input: rawInput, context });
    const concurrency = await concurrencyOf({ input, context });
    const values = await itemsOf({ input, context });
    visit.add({ type: 'MapStateStarted', mapStateStartedEventDetails: { length: values.length } });
    const results = await together(visit, values, concurrency, (Value, scope, Index) =>
      iteration({ ...scope, item: { Index, Value } }, visit.entry.stateName, Index, async (own) => {
        const frame = { input, context: { ...context, Map: { Item: { Index, Value } } } };
        return run(processor, itemInput === undefined ? Value : await itemInput(frame), own);
      }),
    );
    visit.note({ type: 'MapStateSucceeded' });
    return select({ input: results, context });
  };
}

/** Says of an item that it was begun, and how it ended. */
async function iteration(scope: Scope, name: string, index: number, process: (scope: Scope) => Promise<unknown>) {
  const details = { name, index };
  scope.track.add({ type: 'MapIterationStarted', mapIterationStartedEventDetails: details });
  try {
    const result = await process(scope);
    scope.track.add({ type: 'MapIterationSucceeded', mapIterationSucceededEventDetails: details });
    return result;
  } catch (error) {
    if (scope.signal.aborted)
      scope.track.note({ type: 'MapIterationAborted', mapIterationAbortedEventDetails: details });
    else scope.track.note({ type: 'MapIterationFailed', mapIterationFailedEventDetails: details });
    throw error;
  }
}

function items({ ItemsPath = '$' }: State): (frame: Frame) => Promise<unknown[]> {
  const computed = compileExpression(String(ItemsPath));
  return async (frame) => {
    const value = await computed(frame);
    if (Array.isArray(value)) return value;
    throw runtimeError(`ItemsPath ${ItemsPath} of a Map gives ${describe(value)}, but has to give a list`);
  };
}

/** So many items at a time AWS runs at most, inline, where the definition sets no limit. */
const MAX_CONCURRENCY = 40;

function concurrency({ MaxConcurrency, MaxConcurrencyPath }: State): (frame: Frame) => Promise<number> {
  if (MaxConcurrencyPath === undefined) return async () => Number(MaxConcurrency) || MAX_CONCURRENCY;
  const computed = compileExpression(String(MaxConcurrencyPath));
  return async (frame) => {
    const value = await computed(frame);
    if (Number.isInteger(value) && Number(value) >= 0) return Number(value) || MAX_CONCURRENCY;
    throw runtimeError(
      `MaxConcurrencyPath ${MaxConcurrencyPath} gives ${describe(value)}, but has to give a whole number`,
    );
  };
}
