import { CONSUMER_VARIABLE } from '../../contract/environment.ts';
import { AGENT_URL } from '../kubernetes/admission.ts';
import type { Pod } from '../kubernetes/pod.ts';
import { AGENT_PATH } from '../kubernetes/pod-identity-agent.ts';

export interface ProcessEnvironmentProps {
  /** What AWS_ENDPOINT_URL is. */
  readonly endpoint: string;
  /** Where the pod's token is on this machine. @default - the pod has none */
  readonly tokenFile?: string;
}

/** A pod's environment, and on top of it what a pod has of its own and a process does not: addresses and a file system. */
export function processEnvironment(
  { environment, token }: Pick<Pod, 'environment' | 'token'>,
  { endpoint, tokenFile }: ProcessEnvironmentProps,
): Record<string, string> {
  const here = (value: string) => {
    if (value === AGENT_URL) return `${endpoint}${AGENT_PATH}`;
    return value === token?.path && tokenFile !== undefined ? tokenFile : value;
  };
  return {
    ...Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, here(value)])),
    AWS_ENDPOINT_URL: endpoint,
    // Pods listen on the same port, each at an address of its own.
    [CONSUMER_VARIABLE.host]: '127.0.0.1',
    [CONSUMER_VARIABLE.port]: '0',
  };
}
