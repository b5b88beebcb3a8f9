import type { Details } from './dimensions/details.ts';
import type { Ends } from './dimensions/ends.ts';
import type { FaultName } from './dimensions/fault.ts';
import type { Repetition } from './dimensions/repetition.ts';
import type { Rollbacks } from './dimensions/rollbacks.ts';
import type { Starts } from './dimensions/starts.ts';
import type { Place } from './dimensions/steps.ts';

/** One way in which a saga can go wrong. */
export interface Case {
  /** Says all that there is to say, and is the only one of its kind: a case is run alone by it. */
  readonly name: string;
  /** Its transaction, and the beginning of its executions' names. */
  readonly transactionId: string;
  readonly place: Place;
  readonly fault: FaultName;
  readonly repetition: Repetition;
  readonly rollbacks: Rollbacks;
  readonly starts: Starts;
  readonly ends: Ends;
  readonly details: Details;
}
