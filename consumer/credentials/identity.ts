import type { fromTokenFile } from '@aws-sdk/credential-provider-web-identity';

/** Keys, perhaps with a session token and an expiration: what each AWS SDK v3 client takes. */
export type Identity = Awaited<ReturnType<ReturnType<typeof fromTokenFile>>>;

/** Where credentials come from. */
export interface CredentialsSource {
  /** For errors and logs. */
  readonly name: string;
  /** Fetches new ones, in one call. It may hang: whoever calls it has a deadline. */
  readonly fetch: () => Promise<Identity>;
}

/**
 * There are no credentials to sign with. The name is the SDK's own for this, so that what tells errors apart by name (a
 * retry, an alarm on a log line) need not know ours.
 */
export class CredentialsUnavailable extends Error {
  override readonly name = 'CredentialsProviderError';
}
