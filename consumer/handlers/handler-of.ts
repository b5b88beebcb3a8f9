import { sfnClient } from '../aws-clients.ts';
import type { CredentialsSource } from '../credentials/identity.ts';
import type { ConsumerEnvironment } from '../environment.ts';
import type { Handler } from '../handler.ts';
import type { Metrics } from '../metrics.ts';
import { TokenBucket } from '../token-bucket.ts';
import { audit } from './audit.ts';
import { startSaga } from './start-saga.ts';

type Settings = Pick<ConsumerEnvironment, 'region' | 'work' | 'maxInFlight' | 'startRatePerSecond' | 'startBurst'>;

/**
 * The handler that the consumer group's work asks for, with what it needs.
 *
 * @param metrics where it is told how many executions wait. @default - nowhere: nobody asks a Lambda function
 */
export function handlerOf(settings: Settings, credentials: CredentialsSource['fetch'], metrics?: Metrics): Handler {
  const { region, work, maxInFlight, startRatePerSecond, startBurst } = settings;
  if (work.handler === 'audit') return audit();
  const bucket = new TokenBucket({ ratePerSecond: startRatePerSecond, burst: startBurst });
  metrics?.gauge('consumer_starts_waiting', 'Executions waiting for their token.', () => bucket.waiting);
  const client = sfnClient({ region, credentials, maxSockets: maxInFlight });
  return startSaga({ client, stateMachineArn: work.stateMachineArn, bucket });
}
