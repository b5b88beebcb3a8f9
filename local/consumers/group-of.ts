import { CONSUMER_VARIABLE } from '../../contract/environment.ts';
import type { Pod } from '../kubernetes/pod.ts';

/** The consumer group of a pod. One that is not told has none, as it will say when it starts: until then its Deployment names it. */
export function groupOf({ environment, deployment }: Pod): string {
  return environment[CONSUMER_VARIABLE.consumerGroup] || deployment;
}

/** The pods of a consumer group, one for each of its Deployments. @throws Error when there is none */
export function podsOf(pods: readonly Pod[], group: string): readonly [Pod, ...Pod[]] {
  const [first, ...more] = pods.filter((pod) => groupOf(pod) === group);
  if (first !== undefined) return [first, ...more];
  throw new Error(
    `no Deployment of the templates consumes the group ${group}, only ${pods.map(groupOf).join(', ') || 'no group at all'}: ` +
      'synthesize with consumer: eks, and with a handler for the group',
  );
}
