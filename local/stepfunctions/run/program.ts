import type { StateMachine } from 'aws-local-stepfunctions';
import type { StateType } from '../definition/definition.ts';
import type { Visit } from './visit.ts';

/** What a state does with its raw input, short of ResultPath and OutputPath, which are the interpreter's. */
export type Behaviour = (input: unknown, visit: Visit) => Promise<unknown>;

export interface CompiledState {
  readonly type: StateType;
  /** Absent where the interpreter runs the state itself. */
  readonly behaviour?: Behaviour;
}

/** A definition made ready to run, any number of times at once. */
export interface Program {
  readonly interpreter: StateMachine;
  /** How long an execution may take. @default - for ever */
  readonly timeoutMs?: number;
  readonly states: ReadonlyMap<string, CompiledState>;
}
