import type { NodeArchitecture } from '../i-consumer-cluster.ts';

export interface NodePoolOptions {
  readonly name: string;
  /** Of `eks.amazonaws.com`; the built-in one is `default`. */
  readonly nodeClassName: string;
  readonly architecture: NodeArchitecture;
}

/**
 * 16 vCPU: more than a hundred consumers at 100 millicores. A scaler that runs away meets it before it meets the
 * account's quota: $500 to $650 a month, in the place of no end.
 */
const CPU_LIMIT = '16';

/**
 * A NodePool as the built-in `general-purpose` one is (on demand; families c, m and r from generation 5 on), but with an
 * architecture, a class and a limit. Nodes that are not needed go after a minute; none lives longer than the two weeks within
 * which Auto Mode has patched its image.
 */
export function nodePool({ name, nodeClassName, architecture }: NodePoolOptions) {
  return {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name },
    spec: {
      template: {
        spec: {
          nodeClassRef: { group: 'eks.amazonaws.com', kind: 'NodeClass', name: nodeClassName },
          requirements: [
            { key: 'kubernetes.io/arch', operator: 'In', values: [architecture] },
            { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['on-demand'] },
            { key: 'eks.amazonaws.com/instance-category', operator: 'In', values: ['c', 'm', 'r'] },
            { key: 'eks.amazonaws.com/instance-generation', operator: 'Gt', values: ['4'] },
          ],
          expireAfter: '336h',
        },
      },
      limits: { cpu: CPU_LIMIT },
      disruption: { consolidationPolicy: 'WhenEmptyOrUnderutilized', consolidateAfter: '1m' },
    },
  } as const;
}
