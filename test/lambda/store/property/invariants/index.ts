import { STATUS } from '../../../../../contract/saga.ts';
import type { Facts } from '../world/facts.ts';
import { eachDeedOnce, othersAreLeftAlone, recoveryLeavesTheLiving } from './deeds.ts';
import { endSaysWhatHappened, failedLeavesNothing, nothingStaysOpen, succeededIsCommitted } from './ends.ts';
import type { Invariant } from './invariant.ts';
import { recordAgreesWithItsSteps, recoveryShutsTheDoor, statusFollowsTheArrows } from './record.ts';

/** In the order of docs/flow.md, "What holds"; then what it says of the record and of recovery elsewhere. */
export const INVARIANTS: readonly Invariant[] = [
  succeededIsCommitted,
  failedLeavesNothing,
  nothingStaysOpen,
  eachDeedOnce,
  recoveryLeavesTheLiving,
  othersAreLeftAlone,
  endSaysWhatHappened,
  statusFollowsTheArrows,
  recordAgreesWithItsSteps,
  recoveryShutsTheDoor,
];

/** What a recovery leaves that nothing goes wrong with any more. */
export const mendedIsRolledBack: Invariant = {
  name: 'what failed for good is ROLLED_BACK once it is mended and recovered',
  check: ({ record }) =>
    record?.Status === STATUS.rollbackFailed ? ['the record stays ROLLBACK_FAILED after it was mended'] : [],
};

/** @returns what does not hold, a line each */
export function violations(facts: Facts, invariants: readonly Invariant[] = INVARIANTS): readonly string[] {
  return invariants.flatMap(({ name, check }) => check(facts).map((problem) => `${problem} (${name})`));
}
