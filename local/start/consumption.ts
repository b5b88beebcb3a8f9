import type { EmbeddedCloud } from '../cloud.ts';
import type { StartedConsumer } from '../consumers/consumers.ts';

/** What consumes, for people: pods by their Deployments, or else Lambdas. Nothing where nothing does. */
export function consumption(
  consumers: readonly StartedConsumer[],
  cloud: Pick<EmbeddedCloud, 'resources'>,
): string | undefined {
  if (consumers.length > 0) return `consumers are receiving: ${consumers.map(describeConsumer).join(', ')}`;
  const mappings = cloud.resources('AWS::Lambda::EventSourceMapping').length;
  if (mappings === 0) return undefined;
  return mappings === 1 ? 'a Lambda is receiving' : `${mappings} Lambdas are receiving`;
}

function describeConsumer({ group, deployment, replicas }: StartedConsumer): string {
  return `${group} (${replicas} pod${replicas === 1 ? '' : 's'} of Deployment ${deployment})`;
}
