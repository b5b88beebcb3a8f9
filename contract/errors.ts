/**
 * The error names that the state machine's Retry and Catch match, and the classes that carry them. Step Functions sees the
 * `name` of what a Lambda throws, so a name is written once, here.
 */
export const ERROR_NAME = {
  /** The input is not a transaction. Never retried; from the first step, nothing was written. */
  invalidTransaction: 'InvalidTransaction',
  /** Another execution owns the record. Never retried, nothing was written. */
  duplicateTransaction: 'DuplicateTransaction',
  /** The record was closed by somebody who owns its rollback. Never retried, nothing was written. */
  sagaClosed: 'SagaClosed',
  /** Throttles, 5xx and network errors of the store, and a condition that failed although the record now passes: retried. */
  transient: 'TransientError',
  /** What a step's own code threw under a name of the fence's. Never retried by a step. */
  stepError: 'StepError',
  /** What `simulateFail` throws unless it names another error. Never retried by a step. */
  simulatedFailure: 'SimulatedFailure',
  /** How an execution ends whose rollback failed for good; its record says `ROLLBACK_FAILED`. */
  rollbackFailed: 'RollbackFailed',
  /** How an execution ends that could not close its record; recovery takes it from there. */
  sagaOpen: 'SagaOpen',
  /** A recovery was asked for something that is no execution of the saga. Never retried, nothing was changed. */
  unknownExecution: 'UnknownExecution',
  /** A recovery cannot read the input of an execution whose record is open. Never retried, nothing was changed. */
  unreadableInput: 'UnreadableInput',
  /** A step to undo that the recovery's state machine does not have: an older deploy's. */
  unknownStep: 'UnknownStep',
} as const;

/**
 * The errors with which an execution may FAIL and leave its record open: those of Step Functions itself that no Catch
 * catches, and the one that says so. With any other it has closed its record, or written none. (The first write of one that was
 * refused may still come, while the attempt before closes the record: so rare that it is left to the sweep.)
 */
export const OPEN_ENDED_ERRORS: readonly string[] = ['States.Runtime', 'States.DataLimitExceeded', ERROR_NAME.sagaOpen];

/** The fence's own refusals: the record is another execution's, or whoever closed it owns the rollback. */
export const FENCE_REFUSALS: readonly string[] = [ERROR_NAME.duplicateTransaction, ERROR_NAME.sagaClosed];

/**
 * The errors that fail an execution as they are, with nothing to roll back. `InvalidTransaction` is one for the first step
 * alone: from a later one it is an error like any other, because the steps before have written.
 */
export const REFUSALS: readonly string[] = [ERROR_NAME.invalidTransaction, ...FENCE_REFUSALS];

export class SagaError extends Error {
  constructor(name: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }
}

export class InvalidTransaction extends SagaError {
  constructor(message: string, options?: ErrorOptions) {
    super(ERROR_NAME.invalidTransaction, message, options);
  }
}

export class DuplicateTransaction extends SagaError {
  constructor(message: string, options?: ErrorOptions) {
    super(ERROR_NAME.duplicateTransaction, message, options);
  }
}

export class SagaClosed extends SagaError {
  constructor(message: string, options?: ErrorOptions) {
    super(ERROR_NAME.sagaClosed, message, options);
  }
}

export class TransientError extends SagaError {
  constructor(message: string, options?: ErrorOptions) {
    super(ERROR_NAME.transient, message, options);
  }
}
