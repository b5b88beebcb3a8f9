import type { Case } from './case.ts';
import { dealt } from './dimensions/details.ts';
import { ENDS } from './dimensions/ends.ts';
import { FAULT_NAMES, FAULTS } from './dimensions/fault.ts';
import { type Combination, IMPOSSIBLE, type Omission } from './dimensions/impossible.ts';
import { LEFT_OUT } from './dimensions/left-out.ts';
import { REPETITIONS } from './dimensions/repetition.ts';
import { ROLLBACKS } from './dimensions/rollbacks.ts';
import { STARTS } from './dimensions/starts.ts';
import { PLACES, stepsOf } from './dimensions/steps.ts';

/** Everything that can be, always in the same order. */
export function everyCase(): readonly Case[] {
  return combinations().filter(isNone(IMPOSSIBLE)).map(named);
}

/** Those of `everyCase` that are not like another: a case is the same, whichever of the two it is taken from. */
export function allCases(): readonly Case[] {
  return everyCase().filter(isNone(LEFT_OUT));
}

/** How many combinations there are, and how many each reason takes away, a combination counted by the first that holds. */
export function leftOut(): { readonly combinations: number; readonly reasons: ReadonlyMap<string, number> } {
  const all = combinations();
  const omissions = [...IMPOSSIBLE, ...LEFT_OUT];
  const reasons = new Map(omissions.map(({ reason }) => [reason, 0]));
  for (const combination of all) {
    const first = omissions.find(({ holds }) => holds(combination));
    if (first !== undefined) reasons.set(first.reason, (reasons.get(first.reason) ?? 0) + 1);
  }
  return { combinations: all.length, reasons };
}

function isNone(omissions: readonly Omission[]): (combination: Combination) => boolean {
  return (combination) => !omissions.some(({ holds }) => holds(combination));
}

function combinations(): Combination[] {
  return PLACES.flatMap((place) =>
    FAULT_NAMES.flatMap((fault) =>
      REPETITIONS.flatMap((repetition) =>
        ROLLBACKS.flatMap((rollbacks) =>
          STARTS.flatMap((starts) => ENDS.map((ends) => ({ place, fault, repetition, rollbacks, starts, ends }))),
        ),
      ),
    ),
  );
}

function named(combination: Combination, index: number): Case {
  const { place, fault, repetition, rollbacks, starts, ends } = combination;
  const steps = stepsOf(place.length);
  // In a saga that fails by itself, later steps are not rolled back: theirs could not fail.
  const undone = ends === 'finished' ? steps.slice(0, steps.indexOf(place.step) + 1) : steps;
  const details = dealt(index, undone);
  return {
    ...combination,
    details,
    transactionId: `case-${index}`,
    name:
      `${place.length} step${place.length === 1 ? '' : 's'}: ${place.step} ${FAULTS[fault].name} ${repetition}, ` +
      `${rollbacks}, ${starts} start, ${ends}`.replace('two executions start', 'two executions'),
  };
}
