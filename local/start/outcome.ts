/** What became of one saga. `null` stands for what there is not, so that each saga has every property in the JSON. */
export interface Outcome {
  readonly transactionId: string | null;
  /** The execution's: SUCCEEDED, FAILED, TIMED_OUT or ABORTED. */
  readonly status: string;
  readonly error: string | null;
  readonly cause: string | null;
  /** State transitions, retries not counted. */
  readonly statesEntered: number;
  readonly lambdaInvocations: number;
  /** Requests, not units: a write costs a unit per KiB of the item. */
  readonly dynamodbRequests: number;
  /** The DynamoDB record; `null` where none was written. */
  readonly record: Readonly<Record<string, unknown>> | null;
}
