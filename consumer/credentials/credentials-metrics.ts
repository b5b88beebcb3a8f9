import type { Metrics } from '../metrics.ts';
import type { CredentialsStatus } from './background-refresh.ts';

/** What is worth an alarm, and what tells why: the time that is left, and how the attempts went. */
export function exposeCredentials(metrics: Metrics, status: () => CredentialsStatus): void {
  metrics.gauge(
    'consumer_credentials_expire_in_seconds',
    'How long requests can still be signed; +Inf for access keys.',
    () => status().expiresInMs / 1000,
  );
  metrics.gauge('consumer_credentials_refreshes', 'Times that credentials were fetched.', () => status().refreshes);
  metrics.gauge('consumer_credentials_failures', 'Times that fetching them failed.', () => status().failures);
}

/** Why nothing can be signed, for a readiness probe: empty while all is well. */
export function credentialsProblems({ expiresInMs, lastError }: CredentialsStatus): readonly string[] {
  if (expiresInMs > 0) return [];
  return [`there are no valid credentials: ${lastError === undefined ? 'they are being fetched' : lastError.message}`];
}
