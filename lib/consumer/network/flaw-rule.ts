import type { Rule } from '../../rules.ts';

/**
 * A rule whose sentence says what was found: what is broken and how to say it are one function.
 *
 * @param flaw the sentence, or undefined where nothing is wrong
 */
export function flawRule<Plan>(flaw: (plan: Plan) => string | undefined): Rule<Plan> {
  return { broken: (plan) => flaw(plan) !== undefined, message: (plan) => String(flaw(plan)) };
}
