import type { Case } from '../case.ts';
import { FAULTS } from './fault.ts';

export type Combination = Pick<Case, 'place' | 'fault' | 'repetition' | 'rollbacks' | 'starts' | 'ends'>;

/** Why combinations are no cases. */
export interface Omission {
  readonly reason: string;
  readonly holds: (combination: Combination) => boolean;
}

/** What cannot be, or is another combination by a different name. */
export const IMPOSSIBLE: readonly Omission[] = [
  {
    reason: 'a fault that is not retried strikes once, and that ends the retries: "until retries end" is the same case',
    holds: ({ fault, repetition }) => !FAULTS[fault].retried && repetition === 'until retries end',
  },
  {
    reason: 'a fault that passes before the retries end leaves nothing to roll back, so that no rollback can fail',
    holds: ({ fault, repetition, rollbacks, ends }) =>
      FAULTS[fault].retried && repetition === 'once' && rollbacks !== 'rollbacks fine' && ends === 'finished',
  },
];
