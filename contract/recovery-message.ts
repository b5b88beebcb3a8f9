import { describe, isObject } from './describe.ts';
import { SagaError } from './errors.ts';
import type { Failure } from './task.ts';

/**
 * `RollbackFailed`: a rollback failed for good; saga and recovery send it themselves. `RecoveryFailed`: a recovery came to
 * no end of its own (it timed out, was stopped, could not close the record); EventBridge sends it.
 */
export const MESSAGE_KIND = { rollbackFailed: 'RollbackFailed', recoveryFailed: 'RecoveryFailed' } as const;

export type MessageKind = (typeof MESSAGE_KIND)[keyof typeof MESSAGE_KIND];

/** A message in the recovery queue: a saga that needs a person, and all that is needed to resume it. */
export interface RecoveryMessage {
  readonly Kind: MessageKind;
  /** The execution of the saga, which the recovery acts as. */
  readonly ExecutionArn: string;
  /** @default - not known to the sender: that of the execution's input */
  readonly TransactionId?: string;
  /** What the saga failed on, or what the recovery did. */
  readonly Error: string;
  readonly Cause: string;
  /** What each rollback that failed for good failed on, by the step's name. @default - not known to the sender */
  readonly RollbackErrors?: Readonly<Record<string, Failure>>;
  /** What to type once its cause is mended. */
  readonly Command: string;
  /** ISO 8601. */
  readonly Time: string;
}

/** What resumes a saga. */
export function recoverCommand(transactionId: string): string {
  return `npm run saga -- recover ${transactionId}`;
}

/** What resumes every saga in the queue. */
export const RECOVER_ALL_COMMAND = 'npm run saga -- recover --all';

export class NotARecoveryMessage extends SagaError {
  constructor(problem: string, options?: ErrorOptions) {
    super(
      'NotARecoveryMessage',
      `${problem}: only the saga, its recovery and EventBridge send to this queue; look who sent it, and delete it`,
      options,
    );
  }
}

/**
 * Reads the body of a message.
 *
 * A `RecoveryFailed` has the detail of EventBridge's event as `Recovery`: the recovery's input in it, which names the execution,
 * is text that EventBridge cannot look into.
 *
 * @throws NotARecoveryMessage saying what, got, allowed, do
 */
export function parseRecoveryMessage(body: string): RecoveryMessage {
  const message = parseObject('the message', body);
  const kind = Object.values(MESSAGE_KIND).find((one) => one === message.Kind);
  if (kind === undefined) throw wrong('Kind', message.Kind, `one of ${Object.values(MESSAGE_KIND).join(', ')}`);
  const { TransactionId, RollbackErrors } = message;
  const end = kind === MESSAGE_KIND.recoveryFailed ? endOf(message) : message;
  return {
    Kind: kind,
    ExecutionArn: executionArn(kind === MESSAGE_KIND.recoveryFailed ? inputOf(message) : message),
    ...(TransactionId === undefined ? {} : { TransactionId: text('TransactionId', TransactionId) }),
    Error: text('Error', end.Error),
    Cause: end.Cause === undefined || end.Cause === null ? '' : text('Cause', end.Cause),
    ...(RollbackErrors === undefined ? {} : { RollbackErrors: failures(RollbackErrors) }),
    Command: text('Command', message.Command),
    Time: text('Time', message.Time),
  };
}

const EXECUTION_ARN = /^arn:[^:]+:states:[^:]+:\d{12}:execution:[^:]+:[^:]+$/;

function executionArn({ ExecutionArn: arn }: Record<string, unknown>): string {
  if (typeof arn === 'string' && EXECUTION_ARN.test(arn)) return arn;
  throw wrong('ExecutionArn', arn, 'the ARN of an execution');
}

/** What the recovery that failed was started with. */
function inputOf({ Recovery }: Record<string, unknown>): Record<string, unknown> {
  const { input } = asObject('Recovery', Recovery);
  return parseObject('Recovery.input', text('Recovery.input', input));
}

function endOf({ Recovery }: Record<string, unknown>): Pick<RecoveryMessage, 'Error'> & { readonly Cause: unknown } {
  const { status, error, cause } = asObject('Recovery', Recovery);
  // AWS gives an execution that timed out or was stopped no error where nobody named one.
  return { Error: text('Recovery.status', error ?? status), Cause: cause };
}

function failures(value: unknown): Readonly<Record<string, Failure>> {
  if (!isObject(value)) throw wrong('RollbackErrors', value, 'an object with an error for each step');
  return Object.fromEntries(
    Object.entries(value).map(([step, failure]) => {
      if (!isObject(failure) || typeof failure.Error !== 'string')
        throw wrong(`RollbackErrors.${step}`, failure, 'an object { Error, Cause }');
      return [step, { Error: failure.Error, ...(typeof failure.Cause === 'string' ? { Cause: failure.Cause } : {}) }];
    }),
  );
}

function parseObject(what: string, json: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new NotARecoveryMessage(`${what} is ${describe(json)}, but has to be JSON`, { cause });
  }
  return asObject(what, value);
}

function asObject(what: string, value: unknown): Record<string, unknown> {
  if (isObject(value)) return value;
  throw wrong(what, value, 'an object');
}

function text(what: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw wrong(what, value, 'a string');
}

function wrong(what: string, value: unknown, allowed: string): NotARecoveryMessage {
  return new NotARecoveryMessage(`${what} is ${describe(value)}, but has to be ${allowed}`);
}
