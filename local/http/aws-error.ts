/** An error as AWS answers it: its code is what SDKs put into `error.name`, and what Retry and Catch match. */
export class AwsError extends Error {
  readonly code: string;
  /** The HTTP status. */
  readonly status: number;
  /** Members of the answer beside code and message, such as the `Item` of a failed condition. */
  readonly members: Readonly<Record<string, unknown>>;

  /** @param status the HTTP status: 400 for almost all errors of the AWS JSON protocol */
  constructor(
    code: string,
    message: string,
    status = 400,
    options?: ErrorOptions & { members?: Record<string, unknown> },
  ) {
    super(message, options);
    this.name = code;
    this.code = code;
    this.status = status;
    this.members = options?.members ?? {};
  }
}
