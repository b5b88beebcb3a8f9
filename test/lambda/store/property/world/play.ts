import { beginning, type Plan } from './choices.ts';
import type { Facts } from './facts.ts';
import { Schedule } from './schedule.ts';
import type { World } from './world.ts';

/** What was left of a transaction: by itself; and after what had failed for good was mended, and recovered once more. */
export interface Played {
  readonly left: Facts;
  readonly mended: Facts;
  /** What happened, a line each. */
  readonly log: readonly string[];
}

/** Plays a transaction as planned. */
export function playPlan(world: World, plan: Plan): Promise<Played> {
  const { executions, choices, sweepsFirst } = plan;
  return world.play(plan.length, async (scene) => {
    const schedule = new Schedule(scene, executions);
    await schedule.start();
    for (const choice of [...beginning(plan), ...choices]) await schedule.choose(choice);
    await schedule.settle(sweepsFirst);
    const left = scene.facts();
    await schedule.mend();
    return {
      left: { ...left, writes: [...left.writes], messages: [...left.messages] },
      mended: scene.facts(),
      log: schedule.log,
    };
  });
}
