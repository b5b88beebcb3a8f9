import { describe, isObject } from './describe.ts';
import { SagaError } from './errors.ts';
import { STATUS } from './saga.ts';

/** How a transaction can end. */
export const OUTCOME_STATUS = {
  committed: STATUS.committed,
  rolledBack: STATUS.rolledBack,
  /** Half-done until somebody has mended what its rollback failed on; then it comes again, as `ROLLED_BACK`. */
  rollbackFailed: STATUS.rollbackFailed,
} as const;

export type OutcomeStatus = (typeof OUTCOME_STATUS)[keyof typeof OUTCOME_STATUS];

/** The message attribute that says the status again, for filter policies of subscriptions. */
export const OUTCOME_ATTRIBUTE = 'Status';

/**
 * What the topic of outcomes tells of an execution that ended. At least once, and in no order: who counts or pays keeps
 * `ExecutionArn` and `Status` together as the key of what was done.
 */
export interface Outcome {
  readonly TransactionId: string;
  readonly Attempt: number;
  /** What the transaction was published with. @default - it had none */
  readonly CorrelationId?: string;
  readonly ExecutionArn: string;
  readonly Status: OutcomeStatus;
  /** The step that failed. @default - it committed, or was cut short and rolled back by a recovery */
  readonly FailedStep?: string;
  /** The name of the error that it was rolled back for. @default - it committed */
  readonly Error?: string;
  readonly Cause?: string;
  /** When it was told of, ISO 8601. */
  readonly Time: string;
}

export class NotAnOutcome extends SagaError {
  constructor(problem: string, options?: ErrorOptions) {
    super('NotAnOutcome', `${problem}: only sagas publish to this topic; look who did`, options);
  }
}

/**
 * Reads a message of the topic. `null` stands for what there is not, since a state machine cannot leave out a property.
 *
 * @throws NotAnOutcome saying what, got, allowed, do
 */
export function parseOutcome(message: string): Outcome {
  const outcome = parseObject(message);
  const status = Object.values(OUTCOME_STATUS).find((one) => one === outcome.Status);
  if (status === undefined) throw wrong('Status', outcome.Status, `one of ${Object.values(OUTCOME_STATUS).join(', ')}`);
  const { Attempt } = outcome;
  if (typeof Attempt !== 'number') throw wrong('Attempt', Attempt, 'a number');
  return {
    TransactionId: text(outcome, 'TransactionId'),
    Attempt,
    ...optional(outcome, 'CorrelationId'),
    ExecutionArn: text(outcome, 'ExecutionArn'),
    Status: status,
    ...optional(outcome, 'FailedStep'),
    ...optional(outcome, 'Error'),
    ...optional(outcome, 'Cause'),
    Time: text(outcome, 'Time'),
  };
}

function parseObject(message: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch (cause) {
    throw new NotAnOutcome(`the message is ${describe(message)}, but has to be JSON`, { cause });
  }
  if (isObject(value)) return value;
  throw wrong('the message', value, 'an object');
}

function optional<Name extends keyof Outcome>(
  outcome: Record<string, unknown>,
  name: Name,
): { readonly [_ in Name]?: string } {
  const value = outcome[name];
  return (value === undefined || value === null ? {} : { [name]: text(outcome, name) }) as { [_ in Name]?: string };
}

function text(outcome: Record<string, unknown>, name: keyof Outcome): string {
  const value = outcome[name];
  if (typeof value === 'string') return value;
  throw wrong(name, value, 'a string');
}

function wrong(what: string, value: unknown, allowed: string): NotAnOutcome {
  return new NotAnOutcome(`${what} is ${describe(value)}, but has to be ${allowed}`);
}
