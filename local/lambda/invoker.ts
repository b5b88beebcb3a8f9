/** Calls functions as the Lambda service does: Step Functions asks for no more than this. */
export interface FunctionInvoker {
  /**
   * @param functionName a name, an ARN, or either with a qualifier: `arn:aws:lambda:us-east-1:000000000000:function:Run:1`
   * @param payload anything that is JSON
   * @throws AwsError ResourceNotFoundException for an unknown function, TooManyRequestsException where one is throttled
   */
  invoke(functionName: string, payload: unknown, options: InvokeOptions): Promise<InvocationResult>;
}

export interface InvokeOptions {
  /** The X-Ray trace header that the function hands on to what it calls. */
  readonly traceId: string;
  /** Ends the waiting, not the function: one that was started runs to its end, as on AWS. */
  readonly signal?: AbortSignal;
}

export type InvocationResult =
  | { readonly payload: unknown; readonly executedVersion: string }
  | { readonly functionError: FunctionError };

/** What a failed function answers, in the words of AWS. */
export interface FunctionError {
  /** What Retry and Catch match: the `name` of the error that was thrown, or such as `Sandbox.Timedout`. */
  readonly errorType: string;
  readonly errorMessage: string;
  /** The stack, in the lines of the TypeScript source where the bundle has a source map. */
  readonly trace?: readonly string[];
}
