/**
 * The saga: its steps in the order in which they run. Their rollbacks run in reverse.
 *
 * To make the saga your own, edit this list and give each step a file in `lambda/` (see CONTRIBUTING.md).
 */
export const SAGA_STEPS = ['ProcessRecords', 'TransformRecords', 'CommitRecords'] as const;

/**
 * Steps that were taken from the list above, while executions that began with them may be open: their files and functions stay
 * until `saga prune-versions` has nothing of theirs to keep any more. Empty at other times.
 */
export const RETIRED_STEPS: readonly string[] = [];

export type SagaStepName = (typeof SAGA_STEPS)[number];

/** What the record's `Status` may be; the arrows between them are in docs/flow.md. */
export const STATUS = {
  inProgress: 'IN_PROGRESS',
  committed: 'COMMITTED',
  rollingBack: 'ROLLING_BACK',
  rolledBack: 'ROLLED_BACK',
  rollbackFailed: 'ROLLBACK_FAILED',
} as const;

export type SagaStatus = (typeof STATUS)[keyof typeof STATUS];

/** What an entry of the audit list `Steps` may say of a step. */
export const STEP_STATUS = {
  success: 'Success',
  rolledBack: 'RolledBack',
  rollbackFailed: 'RollbackFailed',
} as const;

export type StepStatus = (typeof STEP_STATUS)[keyof typeof STEP_STATUS];

/** The record's attributes. A step's own data stands under the step's name. */
export const ATTRIBUTE = {
  transactionId: 'TransactionId',
  executionId: 'ExecutionId',
  status: 'Status',
  steps: 'Steps',
  undone: 'Undone',
  error: 'Error',
  saga: 'Saga',
  closedAt: 'ClosedAt',
  expiresAt: 'ExpiresAt',
} as const;

/** Names that a step cannot have: they are attributes of every record. */
export const RESERVED_STEP_NAMES: readonly string[] = Object.values(ATTRIBUTE);

/**
 * What a step's name looks like: it becomes an attribute's name, a state's name (with a suffix, at most 80 characters)
 * and a function's construct id.
 */
export const STEP_NAME_PATTERN = /^[A-Za-z][A-Za-z0-9]{0,47}$/;
