/** The states that every saga has, besides those of its steps. */
export const STATE = {
  /** Asks whether every rollback went well. */
  rollbackOutcome: 'RollbackOutcome',
  /** Closes the record of a saga that was rolled back. */
  closeSaga: 'CloseSaga',
  readSaga: 'ReadSaga',
  closedBy: 'ClosedBy',
  /** Says what the input may leave out. */
  inputDefaults: 'InputDefaults',
  /** Looks for the transaction's id in the input. */
  findTransaction: 'FindTransaction',
  /** Closes the record of a saga whose rollback failed for good. */
  closeFailedSaga: 'CloseFailedSaga',
  takeOverFailedSaga: 'TakeOverFailedSaga',
  readFailedSaga: 'ReadFailedSaga',
  failedBy: 'FailedBy',
  /** Tells people of a saga whose rollback failed for good. */
  sendToRecoveryQueue: 'SendToRecoveryQueue',
  /** Tell others of the outcome; and where that is in vain, set it aside. */
  publishRolledBack: 'PublishRolledBack',
  keepRolledBack: 'KeepRolledBack',
  publishRollbackFailed: 'PublishRollbackFailed',
  keepRollbackFailed: 'KeepRollbackFailed',
  /** The endings, see endings.ts. */
  sagaFailed: 'SagaFailed',
  sagaRefused: 'SagaRefused',
  sagaOpen: 'SagaOpen',
  rollbackFailed: 'RollbackFailed',
} as const;

/** The states that a recovery has besides, and in place of a saga's own endings. */
export const RECOVERY_STATE = {
  /** Looks at the execution and its record, and decides. */
  findSaga: 'FindSaga',
  decide: 'Decide',
  /** Names the next step to undo, or none. */
  nextStep: 'NextStep',
  /** Takes it off the list. */
  stepDone: 'StepDone',
  transactionFound: 'TransactionFound',
  /** The endings, see recovery/recovery-endings.ts. */
  recovered: 'Recovered',
} as const;

/** The ending of a recovery that had nothing to do. */
export function nothingToRecover(decision: string): string {
  return `NothingToRecover${decision}`;
}

/** Undoes a step. */
export function rollbackState(stepName: string): string {
  return `${stepName}Rollback`;
}

/** Notes that a step's rollback failed for good. */
export function rollbackFailedState(stepName: string): string {
  return `${stepName}RollbackFailed`;
}
