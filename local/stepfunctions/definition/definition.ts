export type StateType = 'Task' | 'Parallel' | 'Map' | 'Pass' | 'Wait' | 'Choice' | 'Succeed' | 'Fail';

/** A state of the Amazon States Language, as it was written: only `Type` has been looked at. */
export interface State {
  readonly Type: StateType;
  readonly [field: string]: unknown;
}

/** A whole state machine, or the part of one that runs below a Parallel or a Map. */
export interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  /** Seconds. */
  readonly TimeoutSeconds?: number;
  readonly [field: string]: unknown;
}

/** The definitions right below a state: the branches of a Parallel, the processor of a Map. */
export function nestedIn(state: State): readonly Definition[] {
  if (state.Type === 'Parallel') return state.Branches as Definition[];
  if (state.Type === 'Map') return [processorOf(state)];
  return [];
}

/** `Iterator` is what `ItemProcessor` was called at first; both are valid. */
export function processorOf(map: State): Definition {
  return (map.ItemProcessor ?? map.Iterator) as Definition;
}

/** All states with their names, those below Parallel and Map included. */
export function* statesOf(definition: Definition): Generator<readonly [name: string, state: State]> {
  for (const [name, state] of Object.entries(definition.States)) {
    yield [name, state];
    for (const nested of nestedIn(state)) yield* statesOf(nested);
  }
}
