/** How one process of clients gets its credentials: this project's way, or as the SDK documents it. */
export type Contender = 'ours' | 'fromTokenFile';

/** What the clients are told to do. */
export interface Plan {
  readonly contender: Contender;
  readonly forMs: number;
  /** Between one request to SQS and one to Step Functions, and the next two. */
  readonly pauseMs: number;
}

/** What the requests after the pre-warm took. */
export interface Latencies {
  /** Of the very first request, which also loads code and opens a connection. */
  readonly firstMs: number;
  readonly requests: number;
  readonly failed: number;
  readonly maxMs: number;
}
