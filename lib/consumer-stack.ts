import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { appEnvOf } from '../contract/environment.ts';
import { clusterFor } from './consumer/cluster-for.ts';
import { consumedGroups } from './consumer/consumed-groups.ts';
import { ConsumerDeployment } from './consumer/consumer-deployment.ts';
import { ConsumerImage } from './consumer/consumer-image.ts';
import { Keda } from './consumer/keda.ts';
import { ConsumerNamespace } from './consumer/namespace.ts';
import type { ConsumerGroup } from './messaging/consumer-group.ts';
import type { Saga } from './saga/saga.ts';
import type { Settings } from './settings.ts';

export interface ConsumerStackProps extends StackProps {
  readonly settings: Settings;
  /** Whose messages are consumed, by name. */
  readonly groups: ReadonlyMap<string, ConsumerGroup>;
  /** Which is started. */
  readonly saga: Saga;
}

/** The cluster, and a Deployment of the consumer for each group that has a handler. */
export class ConsumerStack extends Stack {
  /** By the group's name. */
  readonly consumers: ReadonlyMap<string, ConsumerDeployment>;

  /** @throws ConfigurationError for settings that cannot be; it says which, why and what to change */
  constructor(scope: Construct, id: string, props: ConsumerStackProps) {
    super(scope, id, { description: 'fanout-saga: the consumers on EKS', ...props });
    const { settings, groups, saga } = props;
    const { identityType, nodeArchitecture, startRatePerSecond, startBurst } = settings;

    const cluster = clusterFor(this, settings);
    const namespace = new ConsumerNamespace(this, 'Namespace', {
      cluster,
      namespaceName: `fanout-saga-${settings.stage}`,
    });
    const keda = new Keda(this, 'Keda', { cluster, namespaces: [namespace], identityType });
    const image = new ConsumerImage(this, 'Image', { nodeArchitecture });

    const everyone = { cluster, namespace, keda, image, identityType, appEnv: appEnvOf(settings.stage) };
    const consumers = consumedGroups(settings.groups, groups).map(({ groupName, group, handler, settings }) => {
      const starting = handler === 'start-saga' && { saga, startRatePerSecond, startBurst };
      const { minReplicas, maxReplicas } = settings;
      const own = { groupName, group, handler, minReplicas, maxReplicas };
      return [groupName, new ConsumerDeployment(this, groupName, { ...everyone, ...own, ...starting })] as const;
    });
    this.consumers = new Map(consumers);

    new CfnOutput(this, 'ConfigCommand', {
      description: 'Get the cluster into a kubeconfig',
      value: cluster.configCommand,
    });
  }
}
