/** The states that every saga has, besides those of its steps. */
export const STATE = {
  /** Asks whether every rollback went well. */
  rollbackOutcome: 'RollbackOutcome',
  /** Closes the record of a saga that was rolled back. */
  closeSaga: 'CloseSaga',
  readSaga: 'ReadSaga',
  closedBy: 'ClosedBy',
  /** Looks for the transaction's id in the input. */
  findTransaction: 'FindTransaction',
  /** Closes the record of a saga whose rollback failed for good. */
  closeFailedSaga: 'CloseFailedSaga',
  takeOverFailedSaga: 'TakeOverFailedSaga',
  readFailedSaga: 'ReadFailedSaga',
  failedBy: 'FailedBy',
  /** The endings, see endings.ts. */
  sagaFailed: 'SagaFailed',
  sagaRefused: 'SagaRefused',
  sagaOpen: 'SagaOpen',
  rollbackFailed: 'RollbackFailed',
} as const;

/** Undoes a step. */
export function rollbackState(stepName: string): string {
  return `${stepName}Rollback`;
}

/** Notes that a step's rollback failed for good. */
export function rollbackFailedState(stepName: string): string {
  return `${stepName}RollbackFailed`;
}
