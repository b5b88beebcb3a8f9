import { KubernetesManifest } from 'aws-cdk-lib/aws-eks-v2';
import { Construct } from 'constructs';
import { enforce, type Rule } from '../rules.ts';
import type { IConsumerCluster } from './i-consumer-cluster.ts';
import { DNS_LABEL, DNS_LABEL_ALLOWED } from './namespace/dns-label.ts';
import { namespaceManifest } from './namespace/namespace-manifest.ts';

export interface ConsumerNamespaceProps {
  readonly cluster: IConsumerCluster;
  /** One per stage, such as `fanout-saga-dev`: stages on one cluster do not see each other. */
  readonly namespaceName: string;
}

/**
 * Where the consumers of a stage run. It admits only pods of the Pod Security Standard `restricted`, and nothing in it talks to
 * anything unless a network policy says so.
 */
export class ConsumerNamespace extends Construct {
  readonly namespaceName: string;
  readonly manifest: KubernetesManifest;

  /** @throws ConfigurationError, when it cannot be the name of a namespace */
  constructor(scope: Construct, id: string, { cluster, namespaceName }: ConsumerNamespaceProps) {
    super(scope, id);
    enforce(this, RULES, namespaceName);
    this.namespaceName = namespaceName;
    this.manifest = new KubernetesManifest(this, 'Manifest', {
      cluster: cluster.cluster,
      manifest: [
        namespaceManifest(namespaceName),
        {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'NetworkPolicy',
          metadata: { name: 'default-deny', namespace: namespaceName },
          spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
        },
      ],
    });
    this.manifest.node.addDependency(cluster.ready);
  }
}

/** Taken, or not for workloads. */
const RESERVED = ['default', 'keda', 'kube-system', 'kube-public', 'kube-node-lease'];

const RULES: readonly Rule<string>[] = [
  {
    broken: (name) => !DNS_LABEL.test(name),
    message: (name) => `the namespace's name is ${JSON.stringify(name)}, but has to be ${DNS_LABEL_ALLOWED}: rename it`,
  },
  {
    broken: (name) => RESERVED.includes(name),
    message: (name) =>
      `the namespace's name is ${name}, but ${RESERVED.join(', ')} are not for consumers, and everything in it would be cut off: choose one of its own, such as fanout-saga-dev`,
  },
];
