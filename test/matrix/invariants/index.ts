import type { Facts } from '../world/facts.ts';
import { eachDeedOnce } from './each-deed-once.ts';
import { endSaysWhatHappened } from './end-says-what-happened.ts';
import { failedLeavesNothing } from './failed-leaves-nothing.ts';
import { halfDoneIsRecovered } from './half-done-is-recovered.ts';
import type { Invariant } from './invariant.ts';
import { nothingStaysOpen } from './nothing-stays-open.ts';
import { othersAreLeftAlone } from './others-are-left-alone.ts';
import { recoveryLeavesTheLiving } from './recovery-leaves-the-living.ts';
import { refusedChangesNothing } from './refused-changes-nothing.ts';
import { succeededIsCommitted } from './succeeded-is-committed.ts';

/** In the order in which docs/flow.md has them. */
export const INVARIANTS: readonly Invariant[] = [
  succeededIsCommitted,
  failedLeavesNothing,
  refusedChangesNothing,
  nothingStaysOpen,
  eachDeedOnce,
  recoveryLeavesTheLiving,
  othersAreLeftAlone,
  endSaysWhatHappened,
  halfDoneIsRecovered,
];

/** An invariant that does not hold of a case. */
export interface Violation {
  readonly invariant: string;
  readonly problem: string;
}

export function violations(facts: Facts): readonly Violation[] {
  return INVARIANTS.flatMap(({ name, check }) => check(facts).map((problem) => ({ invariant: name, problem })));
}
