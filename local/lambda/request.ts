import type { IncomingMessage } from 'node:http';

/** A request to one function. */
export interface LambdaRequest {
  readonly request: IncomingMessage;
  /** A name or an ARN, with its qualifier where the request has one. */
  readonly functionName: string;
  readonly query: URLSearchParams;
}

export interface LambdaAnswer {
  /** @default 200 */
  readonly status?: number;
  /** @default - nothing */
  readonly body?: unknown;
  /** @default - no headers of its own */
  readonly headers?: Record<string, string>;
}
