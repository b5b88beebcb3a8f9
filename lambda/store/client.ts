import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** DynamoDB answers in milliseconds: a connection that takes longer than this is not coming. */
export const CONNECTION_TIMEOUT_MS = 1_000;
/** Of one attempt, connection included. Room for a cold TLS handshake and a write of 300 KB. */
export const REQUEST_TIMEOUT_MS = 2_000;
/** Of one call. At worst 3 x 2,000 ms, and between them at most 500 + 1,000 ms of back-off after throttles: 7.5 s. */
export const MAX_ATTEMPTS = 3;
/** Kept free at the end of an invocation to log and to answer. */
export const DEADLINE_MARGIN_MS = 500;

/** A client whose calls end. One per Lambda environment: it keeps its connections from one invocation to the next. */
export function createClient(): DynamoDBClient {
  return new DynamoDBClient({
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      // Without it, a request that takes too long is only warned of.
      throwOnRequestTimeout: true,
    },
  });
}

/**
 * Aborts the store's calls, and the waits between their attempts, before the Lambda is killed: an invocation that ends
 * with TransientError is retried and tells why, one that is killed does neither as well.
 *
 * @param remainingMs what is left of the invocation
 */
export function deadline(remainingMs: number): AbortSignal {
  return AbortSignal.timeout(Math.max(0, remainingMs - DEADLINE_MARGIN_MS));
}
