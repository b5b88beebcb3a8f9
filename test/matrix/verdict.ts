import { isDeepStrictEqual } from 'node:util';
import { STATUS } from '../../contract/saga.ts';
import { type Violation, violations } from './invariants/index.ts';
import type { Outcome } from './world/world.ts';

/** All that is wrong with what a case left, and with what was left of it after an operator came by. */
export function verdict({ left, mended }: Outcome): readonly Violation[] {
  return [...violations(left), ...afterwards(left.record, mended.record), ...violations(mended)];
}

const RESUMED = 'a recovery finishes what could not be rolled back, and changes nothing else';

function afterwards(left: Outcome['left']['record'], mended: Outcome['left']['record']): readonly Violation[] {
  if (left?.Status === STATUS.rollbackFailed)
    return mended?.Status === STATUS.rolledBack
      ? []
      : [{ invariant: RESUMED, problem: `what it failed on was mended, but its recovery left ${mended?.Status}` }];
  return isDeepStrictEqual(left, mended)
    ? []
    : [{ invariant: RESUMED, problem: `there was nothing to recover, but ${left?.Status} became ${mended?.Status}` }];
}
