/**
 * Who a saga's states act as, as JSONPath. A saga acts as its own execution. Its recovery is another execution that acts as
 * the one that ended, so that the record's fence lets it finish what that one left.
 *
 * The error that the rollbacks are told of is not part of it: it stands at `$.Error`, as `{ Error, Cause }`, where the Catch
 * of a step puts it.
 */
export interface SagaIdentity {
  /** The execution's ARN, which owns the record. */
  readonly executionId: string;
  readonly executionName: string;
  /** When the execution started, ISO 8601: what closed before it may be taken over by it. */
  readonly startTime: string;
  /** The input that the execution was started with. */
  readonly input: string;
  /** Where the transaction's id may stand, the first that is a string wins. By a name, which becomes that of a state. */
  readonly transactionId: Readonly<Record<string, string>>;
}

/** The execution itself. Its input is `{ "TransactionDetails": … }`, or the same within `{ "Payload": … }`. */
export const OWN_IDENTITY: SagaIdentity = {
  executionId: '$$.Execution.Id',
  executionName: '$$.Execution.Name',
  startTime: '$$.Execution.StartTime',
  input: '$$.Execution.Input',
  transactionId: {
    TransactionInPayload: '$.Payload.TransactionDetails.TransactionId',
    TransactionInInput: '$.TransactionDetails.TransactionId',
  },
};
