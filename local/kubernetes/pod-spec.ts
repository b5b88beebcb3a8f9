import { describe } from '../../contract/describe.ts';
import { type Container, readContainer } from './container.ts';
import { checkedFields, countAt, objectAt } from './fields.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

export interface PodSpec {
  readonly container: Container;
  readonly serviceAccount: string;
  readonly terminationGracePeriodSeconds: number;
}

const NO_NODES = 'this machine is the only node, and nothing is scheduled';
const ALREADY = 'it is what the process has anyway';

const FIELDS = {
  honoured: ['containers', 'serviceAccountName', 'terminationGracePeriodSeconds'],
  withoutEffect: {
    affinity: NO_NODES,
    automountServiceAccountToken: 'it is the token for the Kubernetes API, which is not there',
    dnsPolicy: ALREADY,
    enableServiceLinks: 'there are no services that it could name',
    hostNetwork: ALREADY,
    nodeSelector: NO_NODES,
    priorityClassName: NO_NODES,
    restartPolicy: 'a process that ends ends the run, so that it is seen',
    schedulerName: NO_NODES,
    securityContext: 'a process here has the rights of whoever started it',
    setHostnameAsFQDN: 'nobody asks for its name',
    shareProcessNamespace: 'there is no second container to share with',
    tolerations: NO_NODES,
    topologySpreadConstraints: NO_NODES,
  },
};

/** Kubernetes' own. */
const GRACE_SECONDS = 30;
const DEFAULT_SERVICE_ACCOUNT = 'default';

/** What a Deployment says of its pods. @throws TemplateError for what a process on this machine cannot be */
export function readPodSpec(deployment: KubernetesObject): PodSpec {
  const spec = objectAt(deployment.content.spec, 'spec', deployment);
  const template = objectAt(spec.template, 'spec.template', deployment);
  const pod = checkedFields(template.spec, 'spec.template.spec', FIELDS, deployment);
  const { containers, serviceAccountName = DEFAULT_SERVICE_ACCOUNT, terminationGracePeriodSeconds: grace } = pod;
  if (!Array.isArray(containers) || containers.length !== 1) {
    return deployment.fail(
      `spec.template.spec.containers is ${describe(containers)}, but a pod of the embedded cloud has exactly one: give the others Deployments of their own`,
    );
  }
  return {
    container: readContainer(containers[0], deployment),
    serviceAccount: String(serviceAccountName),
    terminationGracePeriodSeconds: countAt(
      grace,
      'spec.template.spec.terminationGracePeriodSeconds',
      GRACE_SECONDS,
      deployment,
    ),
  };
}
