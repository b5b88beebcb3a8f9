import type { Clock } from '../../clock/clock.ts';
import type { ContextObject, MapItem } from '../evaluation/context-object.ts';
import type { Track } from '../history/track.ts';
import type { TaskCall } from '../tasks/integration.ts';

/** What all states of an execution share, those in branches and items included. */
export interface Surroundings {
  readonly context: Pick<ContextObject, 'Execution' | 'StateMachine'>;
  readonly call: TaskCall;
  readonly region: string;
  readonly clock: Clock;
  /** Waits and retries are so many times as long as the definition says. */
  readonly timeScale: number;
  /** Counts a state that was entered. */
  readonly entered: () => void;
}

/** Where a machine runs: an execution, a branch of a Parallel, an item of a Map. */
export interface Scope {
  readonly surroundings: Surroundings;
  readonly track: Track;
  /** Aborted when what runs here is not wanted any more. */
  readonly signal: AbortSignal;
  readonly item?: MapItem;
}
