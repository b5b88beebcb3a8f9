import { FENCE_REFUSALS, REFUSALS } from '../../contract/errors.ts';

/**
 * What fails the execution as it is, in the step at this place and in its rollback. Before the first step has written there is nothing to roll back, after it there is: only the
 * fence may refuse then.
 */
export function refusalsAt(index: number): string[] {
  return [...(index === 0 ? REFUSALS : FENCE_REFUSALS)];
}
