import { JsonPath } from 'aws-cdk-lib/aws-stepfunctions';

/**
 * Who a saga's states act as, as JSONPath. A saga acts as its own execution. Its recovery is another execution that acts as
 * the one that ended, so that the record's fence lets it finish what that one left.
 */
export interface SagaIdentity {
  /** The execution's ARN, which owns the record. */
  readonly executionId: string;
  readonly executionName: string;
  /** When the execution started, ISO 8601: what closed before it may be taken over by it. */
  readonly startTime: string;
  /** The input that the execution was started with. */
  readonly input: string;
  /** The names of the steps that the execution began with, in order. @default - those of the machine */
  readonly saga?: string;
  /** Where the transaction may stand, the first whose id is a string wins. By a name, which becomes that of a state. */
  readonly transaction: Readonly<Record<string, TransactionPaths>>;
  /** Why the rollbacks run, as a `RollbackTask` says it: by the field's name, where it stands. */
  readonly reason: Readonly<Record<string, string>>;
  /** The name of the error that they run for, as Parameters take it: a token of JsonPath, not a path. */
  readonly error: string;
  /** Its cause, likewise. */
  readonly cause: string;
  /** The name of the step that failed, likewise. @default - no step need have failed */
  readonly failedStep?: string;
  /** Where what was checked of the transaction stands. @default - where the rollback of the first step has answered it */
  readonly checked?: CheckedPaths;
}

/** Where an input that nobody may have checked has a transaction. */
export interface TransactionPaths {
  readonly id: string;
  /** Of the object that holds TransactionDetails. */
  readonly envelope: string;
}

/** What closes the record, and tells of it, needs to know besides. */
export interface CheckedPaths {
  readonly transactionId: string;
  readonly attempt: string;
  /** `null` where the transaction has none. */
  readonly correlationId: string;
  /** When the closed record may be deleted, in seconds since 1970. */
  readonly expiresAt: string;
}

/**
 * The execution itself. Its input is `{ "TransactionDetails": … }`, or the same within `{ "Payload": … }`.
 *
 * The Catch of a step puts the error under the step's own name at `$.Failed`, where it is the only one: that way the record
 * and whoever is told know which step failed, whatever becomes of its rollback.
 */
export const OWN_IDENTITY: SagaIdentity = {
  executionId: '$$.Execution.Id',
  executionName: '$$.Execution.Name',
  startTime: '$$.Execution.StartTime',
  input: '$$.Execution.Input',
  transaction: {
    TransactionInPayload: { id: '$.Payload.TransactionDetails.TransactionId', envelope: '$.Payload' },
    // Not `$`, which has all answers of the steps beside it by now.
    TransactionInInput: { id: '$.TransactionDetails.TransactionId', envelope: '$$.Execution.Input' },
  },
  reason: { Failed: '$.Failed' },
  error: JsonPath.arrayGetItem(JsonPath.listAt('$.Failed.*.Error'), 0),
  cause: JsonPath.arrayGetItem(JsonPath.listAt('$.Failed.*.Cause'), 0),
  failedStep: keyOf('$.Failed'),
};

/** Where what was checked stands: in the answer of a step's rollback, unless the identity knows better. */
export function checkedPaths({ checked }: SagaIdentity, firstStep: string | undefined): CheckedPaths {
  const answer = `$.Rollbacks.${firstStep}.Payload`;
  return (
    checked ?? {
      transactionId: `${answer}.TransactionId`,
      attempt: `${answer}.Attempt`,
      correlationId: `${answer}.CorrelationId`,
      expiresAt: `${answer}.ExpiresAt`,
    }
  );
}

/** Where the Catch of a step puts its error, as `{ Error, Cause }`. */
export function failedPath(stepName: string): string {
  return `$.Failed.${stepName}`;
}

/**
 * The only key of an object. No path yields a key, but JSON begins with it: `{"ProcessRecords":{…` is split at the quotes
 * into `{`, `ProcessRecords` and so on. A step's name holds no character that JSON would escape.
 */
function keyOf(path: string): string {
  const parts = JsonPath.stringSplit(JsonPath.jsonToString(JsonPath.objectAt(path)), '"');
  return JsonPath.arrayGetItem(parts, 1);
}
