/**
 * How a state fails. The interpreter matches `name` in Retry and Catch, hands `message` on as the Cause, and asks the two
 * flags whether anything may match at all.
 */
export class StateError extends Error {
  readonly isRetryable: boolean;
  readonly isCatchable: boolean;
  /** The Cause; absent where AWS gives none. */
  readonly details: string | undefined;

  constructor(
    name: string | undefined,
    details: string | undefined,
    options?: { terminal?: boolean; cause?: unknown },
  ) {
    super(details ?? '');
    // A Fail state without Error fails without a name, on AWS too.
    this.name = name as string;
    this.details = details;
    this.isRetryable = !options?.terminal;
    this.isCatchable = !options?.terminal;
  }
}

/** States.Runtime: a definition that does not fit its data. Nothing retries or catches it, not even States.ALL. */
export function runtimeError(message: string): StateError {
  return new StateError('States.Runtime', message, { terminal: true });
}

/** States.DataLimitExceeded for a state's input or output: it ends the execution, whatever is caught. */
export function dataLimitExceeded(stateName: string): StateError {
  return new StateError(DATA_LIMIT_EXCEEDED, tooLarge(stateName), { terminal: true });
}

/**
 * States.DataLimitExceeded for the result of a Task. AWS documents that States.ALL does not catch it; recorded executions on
 * AWS show that a Task fails with it as with any other error, and that both its own name and States.ALL catch it.
 */
export function resultTooLarge(label: string): StateError {
  return new StateError(DATA_LIMIT_EXCEEDED, tooLarge(label));
}

const DATA_LIMIT_EXCEEDED = 'States.DataLimitExceeded';

function tooLarge(what: string): string {
  return `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`;
}

class Stopped extends StateError {
  constructor() {
    super('States.Runtime', 'the execution has ended', { terminal: true });
  }
}

/**
 * What an execution that was stopped, timed out or failed elsewhere throws into whatever it still runs. One for all: every
 * execution ends by it, and to make an error takes longer than a state does.
 */
export const STOPPED = new Stopped();

class LocatedError extends StateError {}

/** Gives States.Runtime the Cause that AWS gives it, which says in which state it came up: the innermost one says it. */
export function locate(error: unknown, stateName: string, enteredEventId: number): unknown {
  if (!(error instanceof Error) || error.name !== 'States.Runtime') return error;
  if (error instanceof Stopped || error instanceof LocatedError) return error;
  const where = `An error occurred while executing the state '${stateName}' (entered at the event id #${enteredEventId}).`;
  return new LocatedError(error.name, `${where} ${error.message}`, { terminal: true });
}
