import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { CredentialsSource } from './credentials/identity.ts';

/** Within a region, TCP and TLS take some 10 ms: what takes longer than this is a black hole. */
const CONNECTION_TIMEOUT_MS = 2_000;
/**
 * Of each attempt of a call, up to the answer's headers. A long poll takes longer, and so brings a limit of its own:
 * `send(receive, { requestTimeout })` goes before this one.
 */
const REQUEST_TIMEOUT_MS = 5_000;
/** Without a byte in either direction. Above the 20 s that a long poll is silent for, below the 30 s in which a black hole is noticed. */
const POLL_SOCKET_TIMEOUT_MS = 26_000;
/** An idle connection is closed before a NAT gateway forgets it, which is after 350 s and without a word. */
const IDLE_CONNECTION_MS = 60_000;

export interface ClientProps {
  readonly region: string;
  /** Asked at each request where it is `memoized`, as background credentials are; else once. */
  readonly credentials: CredentialsSource['fetch'];
  /** Calls at a time; more of them wait for a connection. @default 50 */
  readonly maxSockets?: number;
}

/** For deletes and visibility changes, which answer at once. */
export function sqsClient(props: ClientProps): SQSClient {
  return new SQSClient(config(props, REQUEST_TIMEOUT_MS));
}

/** For receives, with connections of its own: no number of parked polls keeps a delete waiting for one. */
export function receiveClient(props: ClientProps): SQSClient {
  return new SQSClient(config(props, POLL_SOCKET_TIMEOUT_MS));
}

export function sfnClient(props: ClientProps): SFNClient {
  return new SFNClient(config(props, REQUEST_TIMEOUT_MS));
}

/** No endpoint: AWS_ENDPOINT_URL and its like are read by the SDK, and the shared files that may name one are closed. */
function config({ region, credentials, maxSockets = 50 }: ClientProps, socketTimeout: number) {
  const agent = { keepAlive: true, maxSockets, timeout: IDLE_CONNECTION_MS };
  const requestHandler = new NodeHttpHandler({
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Without it, a request that takes too long is only warned of.
    throwOnRequestTimeout: true,
    socketTimeout,
    httpAgent: agent,
    httpsAgent: agent,
  });
  // The pool does the retrying, for all its calls together: of a hundred in flight, each would retry for itself.
  return { region, credentials, requestHandler, maxAttempts: 1 };
}
