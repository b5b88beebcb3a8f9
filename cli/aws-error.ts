import { type CliError, Refused, UsageError } from './errors.ts';

/** What the SDK and Node hang on an error. */
interface CallError extends Error {
  readonly code?: unknown;
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly $retryable?: { readonly throttling?: boolean };
}

const THROTTLES = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/;
const NO_CREDENTIALS = /CredentialsProviderError|TokenProviderError/;
const BAD_CREDENTIALS =
  /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|RequestExpired|IncompleteSignature|InvalidSignature/;

/** Whether another try may well not get this error. */
export function isTransient(error: unknown): boolean {
  const { name = '', code, $metadata, $retryable } = (error ?? {}) as Partial<CallError>;
  const status = $metadata?.httpStatusCode ?? 0;
  return (
    status >= 500 ||
    status === 429 ||
    name === 'TimeoutError' ||
    $retryable?.throttling === true ||
    THROTTLES.test(name) ||
    isNetwork(code)
  );
}

/** Says in a sentence what AWS or the way there refused, and what to do; nothing for an error of another kind. */
export function explainAwsError(error: unknown, endpoint?: string): CliError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, message, code, $fault, $metadata } = error as CallError;
  const options = { cause: error };
  if (message === 'Region is missing') {
    return new UsageError(
      'no AWS region is configured: set AWS_REGION, or use --local for the embedded cloud',
      options,
    );
  }
  if (NO_CREDENTIALS.test(name)) {
    return new Refused(
      `no AWS credentials were found (${firstLine(message)}): log in (aws sso login), set AWS_PROFILE or the access keys, or use --local for the embedded cloud`,
      options,
    );
  }
  if (BAD_CREDENTIALS.test(name)) {
    return new Refused(`AWS does not accept the credentials (${name}: ${firstLine(message)}): log in again`, options);
  }
  if (isNetwork(code) || name === 'TimeoutError') return new Refused(unreachable(error, endpoint), options);
  if ($fault === undefined && $metadata === undefined) return undefined;
  const request = $metadata?.requestId === undefined ? '' : ` (request ${$metadata.requestId})`;
  return new Refused(`${endpoint ?? 'AWS'} refused with ${name}: ${firstLine(message)}${request}`, options);
}

function unreachable(error: CallError, endpoint: string | undefined): string {
  const why = firstLine(error.message) || String(error.code);
  return endpoint === undefined
    ? `AWS cannot be reached (${why}): look at the network, the region and AWS_ENDPOINT_URL`
    : `no embedded cloud answers on ${endpoint} (${why}): start it with npm run local, or say where it listens with --endpoint`;
}

function isNetwork(code: unknown): boolean {
  return typeof code === 'string' && /^E(AI_AGAIN|CONN|HOST|NET|NOTFOUND|PIPE|TIMEDOUT)/.test(code);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
