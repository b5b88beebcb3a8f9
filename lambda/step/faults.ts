import { ERROR_NAME, SagaError } from '../../contract/errors.ts';
import type { FaultPlan, SimulateFail } from '../../contract/fault-plan.ts';
import type { StepTask } from '../../contract/task.ts';

/** How likely `simulateFail: true` fails a step: half of it before the step's write, half after. */
export const RANDOM_FAILURE_CHANCE = 0.3;

/** What strikes this attempt of a step, and on which side of its write. */
export type Fault = { readonly phase: 'timeout' } | { readonly phase: 'before' | 'after'; readonly error: string };

type Attempt = Pick<StepTask, 'Step' | 'RetryCount'>;

/**
 * What `simulateFail` asks of this attempt of a step's `run`.
 *
 * @param random 0 to 1, as `Math.random`
 */
export function runFault(
  simulateFail: SimulateFail | undefined,
  attempt: Attempt,
  random: () => number,
): Fault | undefined {
  if (simulateFail === true) return randomFault(random());
  const plan = planFor(simulateFail, attempt);
  if (plan === undefined) return undefined;
  // Its `times` and `error` are the rollback's; the step fails every time, for there to be a rollback.
  if (plan.phase === 'rollback') return { phase: 'after', error: ERROR_NAME.simulatedFailure };
  if (!strikes(plan, attempt)) return undefined;
  if (plan.phase === 'timeout') return { phase: 'timeout' };
  return { phase: plan.phase, error: plan.error ?? ERROR_NAME.simulatedFailure };
}

/** The error that `simulateFail` asks of this attempt of a step's `rollback`. */
export function rollbackFault(simulateFail: SimulateFail | undefined, attempt: Attempt): string | undefined {
  const plan = planFor(simulateFail, attempt);
  if (plan?.phase !== 'rollback' || !strikes(plan, attempt)) return undefined;
  return plan.error ?? ERROR_NAME.transient;
}

/** @throws SagaError with the name that was asked for */
export function fail(error: string, where: string): never {
  throw new SagaError(error, `simulated failure ${where}, as simulateFail in the input asks`);
}

/** Waits until the Lambda is killed. The timer keeps Node busy: with nothing to wait for it would exit, a different error. */
export function hang(): Promise<never> {
  return new Promise(() => setInterval(() => {}, 60_000));
}

/** One draw decides both whether and on which side, so that a test can say what comes. */
function randomFault(draw: number): Fault | undefined {
  if (draw >= RANDOM_FAILURE_CHANCE) return undefined;
  return { phase: draw < RANDOM_FAILURE_CHANCE / 2 ? 'before' : 'after', error: ERROR_NAME.simulatedFailure };
}

function planFor(simulateFail: SimulateFail | undefined, { Step }: Attempt): FaultPlan | undefined {
  if (simulateFail === undefined || typeof simulateFail === 'boolean') return undefined;
  const plan: FaultPlan = typeof simulateFail === 'string' ? { step: simulateFail, phase: 'before' } : simulateFail;
  return plan.step === Step ? plan : undefined;
}

function strikes({ times }: FaultPlan, { RetryCount }: Attempt): boolean {
  return times === undefined || RetryCount < times;
}
