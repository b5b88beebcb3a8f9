import { TransientError } from '../../contract/errors.ts';

/** DynamoDB's answers, and the client's own, that another attempt may well not get. */
const TRANSIENT_NAMES: ReadonlySet<string> = new Set([
  'AbortError',
  'InternalServerError',
  'ProvisionedThroughputExceededException',
  'ReplicatedWriteConflictException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'RequestTimeoutException',
  'ServiceUnavailable',
  'Throttling',
  'ThrottlingException',
  'TimeoutError',
  'TransactionConflictException',
  'TransactionInProgressException',
]);

/** Node's codes for a connection that was not made or did not last. */
const NETWORK_CODES: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

interface ServiceError extends Error {
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * Waits for a call to the table.
 *
 * @throws TransientError, with the cause kept, where trying again may help: whether the call took effect is then unknown
 * @throws whatever else the call throws, unchanged
 */
export async function orTransient<T>(what: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof Error) || !isTransient(error)) throw error;
    throw new TransientError(`${what} failed for now with ${error.name} (${error.message}): try again`, {
      cause: error,
    });
  }
}

function isTransient(error: ServiceError): boolean {
  const status = error.$metadata?.httpStatusCode ?? 0;
  return (
    TRANSIENT_NAMES.has(error.name) ||
    (typeof error.code === 'string' && NETWORK_CODES.has(error.code)) ||
    status >= 500 ||
    status === 429
  );
}
