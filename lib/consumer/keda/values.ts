import type { NodeArchitecture } from '../i-consumer-cluster.ts';

export const KEDA_NAMESPACE = 'keda';
export const KEDA_OPERATOR = 'keda-operator';

/** The chart's version is also that of its images. */
export const KEDA_CHART = {
  chart: 'keda',
  release: 'keda',
  repository: 'https://kedacore.github.io/charts',
  version: '2.20.2',
} as const;

export interface KedaValuesProps {
  readonly nodeArchitecture: NodeArchitecture;
  readonly namespaces: readonly string[];
}

/**
 * What differs from the chart's own values, which are non-root, read-only and without capabilities already. Its network policies
 * stay off: they let the operator ask only a DNS that runs in pods, and Auto Mode's runs on the node.
 */
export function kedaValues({ nodeArchitecture, namespaces }: KedaValuesProps) {
  return {
    serviceAccount: { operator: { create: false, name: KEDA_OPERATOR } },
    watchNamespace: namespaces.join(','),
    // It scales Deployments, which need no right to every resource there is.
    rbac: { enabledCustomScaledRefKinds: false },
    // It authenticates with its role: no Secret of another namespace is its business.
    permissions: { operator: { restrict: { secret: true } }, metricServer: { restrict: { secret: true } } },
    // The tag is that of a release: pulled once for each node, so that a registry that is down stops no restart.
    image: { pullPolicy: 'IfNotPresent' },
    nodeSelector: { 'kubernetes.io/arch': nodeArchitecture },
    // The chart allows each a whole CPU and 1,000 MiB, for thousands of workloads.
    resources: {
      operator: resources('100m', '128Mi', '512Mi'),
      metricServer: resources('100m', '100Mi', '256Mi'),
      webhooks: resources('50m', '72Mi', '256Mi'),
    },
    logging: { operator: { format: 'json' }, webhooks: { format: 'json' }, metricServer: { zapEncoder: 'json' } },
  };
}

/** Without a limit of CPU: a throttled admission webhook is slower than a busy one. */
function resources(cpu: string, memory: string, memoryLimit: string) {
  return { requests: { cpu, memory }, limits: { memory: memoryLimit } };
}
