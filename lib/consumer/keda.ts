import { Duration } from 'aws-cdk-lib';
import { HelmChart, KubernetesManifest } from 'aws-cdk-lib/aws-eks-v2';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { enforce, type Rule } from '../rules.ts';
import type { IConsumerCluster } from './i-consumer-cluster.ts';
import type { IdentityType } from './identity/identity-type.ts';
import { KEDA_CHART, KEDA_NAMESPACE, KEDA_OPERATOR, kedaValues } from './keda/values.ts';
import { namespaceManifest } from './namespace/namespace-manifest.ts';
import type { ConsumerNamespace } from './namespace.ts';
import { PodServiceAccount } from './service-account.ts';

export interface KedaProps {
  /** Where it has a `kedaOperatorRole`, KEDA runs there already and nothing is installed. */
  readonly cluster: IConsumerCluster;
  /** Where the workloads are that it scales; it has no rights in any other. */
  readonly namespaces: readonly ConsumerNamespace[];
  /**
   * How its operator comes to its role.
   *
   * @default 'irsa'
   */
  readonly identityType?: IdentityType;
}

/**
 * KEDA, which makes as many pods as a queue is long: three pods of its own (operator, metrics, admission) that ask for 250m CPU
 * and 300 MiB together. Its operator may read the depth of the queues that are granted to it, and nothing else of AWS.
 */
export class Keda extends Construct {
  private readonly operator: IGrantable;

  /** @throws ConfigurationError without a namespace */
  constructor(scope: Construct, id: string, props: KedaProps) {
    super(scope, id);
    enforce(this, RULES, props);
    this.operator = props.cluster.kedaOperatorRole ?? this.install(props);
  }

  /**
   * Allows its operator `sqs:GetQueueAttributes` on a queue. The operator asks with a role of its own, so that no consumer has
   * to be impersonated.
   */
  grantReadDepth(queue: IQueue): Grant {
    return queue.grant(this.operator, 'sqs:GetQueueAttributes');
  }

  private install({ cluster: { cluster, nodeArchitecture, ready }, namespaces, identityType }: KedaProps): IGrantable {
    const namespace = new KubernetesManifest(this, 'Namespace', {
      cluster,
      manifest: [namespaceManifest(KEDA_NAMESPACE)],
    });
    namespace.node.addDependency(ready);

    const serviceAccount = new PodServiceAccount(this, 'ServiceAccount', {
      cluster,
      namespace: KEDA_NAMESPACE,
      name: KEDA_OPERATOR,
      ...(identityType && { identityType }),
    });
    serviceAccount.node.addDependency(namespace);

    const chart = new HelmChart(this, 'Chart', {
      cluster,
      ...KEDA_CHART,
      namespace: KEDA_NAMESPACE,
      createNamespace: false,
      // Until its resource types are known and its webhook answers; the first pod of a new cluster waits for a node.
      wait: true,
      timeout: Duration.minutes(10),
      values: kedaValues({ nodeArchitecture, namespaces: namespaces.map(({ namespaceName }) => namespaceName) }),
    });
    // The chart binds roles in the namespaces that it watches.
    chart.node.addDependency(serviceAccount, ...namespaces);
    return serviceAccount;
  }
}

const RULES: readonly Rule<KedaProps>[] = [
  {
    // Without any, the chart would read it as all of them.
    broken: ({ namespaces }) => namespaces.length === 0,
    message: () => 'namespaces is an empty list, but KEDA has to watch one at least: give it those of the consumers',
  },
];
