import type { Backoff } from '../backoff.ts';

/**
 * Why a call to SQS failed, as far as it matters to what comes next. `unanswered` is a call that ran into its timeout: the
 * only one that says nothing of SQS and much of the connection.
 */
export type FailureClass = 'unanswered' | 'network' | 'server' | 'throttle' | 'access' | 'credentials' | 'other';

export const FAILURE_CLASSES: readonly FailureClass[] = [
  'unanswered',
  'network',
  'server',
  'throttle',
  'access',
  'credentials',
  'other',
];

/** 200 ms at least, so that there are at most 5 calls a second; 10 s at most, so that it goes on soon after the end. */
const SOON: Backoff = { baseMs: 200, maxMs: 10_000 };
/** What somebody has to mend takes longer, and each call is one more line in somebody's log. */
const LATER: Backoff = { baseMs: 1_000, maxMs: 10_000 };

export const BACKOFF: Readonly<Record<FailureClass, Backoff>> = {
  unanswered: SOON,
  network: SOON,
  server: SOON,
  throttle: { baseMs: 500, maxMs: 10_000 },
  access: LATER,
  credentials: LATER,
  other: LATER,
};

/** A call that ended without an answer, by a limit of ours. */
export class CallTimeout extends Error {
  override readonly name = 'TimeoutError';
}

/** What the SDK and Node hang on an error. */
interface CallError {
  readonly name?: string;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $retryable?: { readonly throttling?: boolean };
}

const THROTTLES = /Throttl|TooManyRequests|RequestLimitExceeded|OverLimit|SlowDown/;
/** Of the provider in this process, and of AWS about what it was given. */
const CREDENTIALS =
  /Credentials|ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|RequestExpired|IncompleteSignature/;

export function classify(error: unknown): FailureClass {
  const { name = '', code, $metadata, $retryable } = (error ?? {}) as CallError;
  const status = $metadata?.httpStatusCode;
  // The SDK calls a connection that was cut a TimeoutError as well.
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'network';
  if (name === 'TimeoutError' || code === 'ETIMEDOUT') return 'unanswered';
  if (status === 429 || $retryable?.throttling === true || THROTTLES.test(name)) return 'throttle';
  if (CREDENTIALS.test(name)) return 'credentials';
  if (status !== undefined && status >= 500) return 'server';
  if (status !== undefined && status >= 400) return 'access';
  if (typeof code === 'string' && /^E[A-Z_]+$/.test(code)) return 'network';
  return 'other';
}
