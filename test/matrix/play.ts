import type { Case } from './case.ts';
import type { Violation } from './invariants/index.ts';
import { verdict } from './verdict.ts';
import { type Outcome, World, type WorldOptions } from './world/world.ts';

/** How many cases share a cloud, and what its boot and its sweeps cost. */
const AT_ONCE = 100;
/** Threads take the machine's own time, in which each has to come to something. */
const AT_ONCE_IN_THREADS = 4;

export interface Played {
  readonly case: Case;
  readonly outcome: Outcome;
  readonly violations: readonly Violation[];
}

/** Plays cases in clouds of their own, a hundred at a time: what became of each hundred. */
export async function* play(
  assembly: string,
  cases: readonly Case[],
  options: WorldOptions = {},
): AsyncGenerator<readonly Played[]> {
  const atOnce = options.inThreads ? AT_ONCE_IN_THREADS : AT_ONCE;
  for (let start = 0; start < cases.length; start += atOnce) {
    const some = cases.slice(start, start + atOnce);
    await using world = await World.open(assembly, options);
    const outcomes = await world.play(some);
    yield outcomes.map((outcome) => ({ case: outcome.left.case, outcome, violations: verdict(outcome) }));
  }
}

/** The same, when all is over. */
export async function playAll(...args: Parameters<typeof play>): Promise<readonly Played[]> {
  return (await Array.fromAsync(play(...args))).flat();
}
