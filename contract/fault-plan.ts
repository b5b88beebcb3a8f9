import { describe, isObject } from './describe.ts';
import { ERROR_NAME, InvalidTransaction, REFUSALS } from './errors.ts';

/** Where in a step a planned fault strikes. */
export const FAULT_PHASES = ['before', 'after', 'timeout', 'rollback'] as const;

export type FaultPhase = (typeof FAULT_PHASES)[number];

/**
 * A fault on order. `before` and `after` throw on that side of the step's write, `timeout` hangs before the write until the
 * Lambda is killed, `rollback` fails the step after its write and then its rollback.
 */
export interface FaultPlan {
  /** The step to fail, one of the saga's. */
  readonly step: string;
  readonly phase: FaultPhase;
  /** How many attempts of the Task fail (of the rollback's Task in phase `rollback`). @default - every attempt */
  readonly times?: number;
  /** The error's name. @default SimulatedFailure (TransientError in phase `rollback`) */
  readonly error?: string;
}

/**
 * `simulateFail` as it may stand in the input: `true` is random, a step's name fails that step before its write, an object
 * says exactly what.
 */
export type SimulateFail = boolean | string | FaultPlan;

export const MAX_FAULT_TIMES = 1_000;
const ERROR_NAME_PATTERN = /^[A-Za-z][A-Za-z0-9_.]{0,79}$/;
/**
 * Names with a meaning that no fault may borrow: a refusal is not rolled back, so a simulated one would leave a saga
 * half-done; the other two say how an execution ended, and recovery believes them.
 */
const TAKEN_ERROR_NAMES = [...REFUSALS, ERROR_NAME.rollbackFailed, ERROR_NAME.sagaOpen];
const PROPERTIES = ['step', 'phase', 'times', 'error'];

/**
 * Checks `simulateFail`.
 *
 * @param steps the names of the saga's steps
 * @throws InvalidTransaction saying what, got, allowed
 */
export function parseSimulateFail(value: unknown, steps: readonly string[]): SimulateFail {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return requireStep('simulateFail', value, steps);
  if (!isObject(value)) {
    throw new InvalidTransaction(
      `simulateFail is ${describe(value)}, but has to be true, false, a step's name (${steps.join(', ')}) or an object such as { "step": "${steps[0]}", "phase": "after" }`,
    );
  }
  const unknown = Object.keys(value).find((name) => !PROPERTIES.includes(name));
  if (unknown !== undefined) {
    throw new InvalidTransaction(
      `simulateFail has the property ${describe(unknown)}, but may have only ${PROPERTIES.join(', ')}: remove or rename it`,
    );
  }
  const { times, error } = value;
  return {
    step: requireStep('simulateFail.step', value.step, steps),
    phase: requirePhase(value.phase),
    ...(times === undefined ? {} : { times: requireTimes(times) }),
    ...(error === undefined ? {} : { error: requireErrorName(error) }),
  };
}

function requireStep(what: string, value: unknown, steps: readonly string[]): string {
  if (typeof value === 'string' && steps.includes(value)) return value;
  throw new InvalidTransaction(
    `${what} is ${describe(value)}, but has to be one of the saga's steps: ${steps.join(', ')}`,
  );
}

function requirePhase(value: unknown): FaultPhase {
  const phase = FAULT_PHASES.find((one) => one === value);
  if (phase !== undefined) return phase;
  throw new InvalidTransaction(
    `simulateFail.phase is ${describe(value)}, but has to be one of ${FAULT_PHASES.join(', ')}`,
  );
}

function requireTimes(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_FAULT_TIMES) return value;
  throw new InvalidTransaction(
    `simulateFail.times is ${describe(value)}, but has to be a whole number from 1 to ${MAX_FAULT_TIMES}: leave it out to fail every attempt`,
  );
}

function requireErrorName(value: unknown): string {
  if (typeof value === 'string' && (TAKEN_ERROR_NAMES.includes(value) || value.startsWith('States.'))) {
    throw new InvalidTransaction(
      `simulateFail.error is ${describe(value)}, but has to be neither one of Step Functions' own (States.…) nor of ${TAKEN_ERROR_NAMES.join(', ')}: choose another, such as ${ERROR_NAME.transient}`,
    );
  }
  if (typeof value === 'string' && ERROR_NAME_PATTERN.test(value)) return value;
  throw new InvalidTransaction(
    `simulateFail.error is ${describe(value)}, but has to be an error's name: 1 to 80 of A-Z a-z 0-9 _ . with a letter first, such as ${ERROR_NAME.transient}`,
  );
}
