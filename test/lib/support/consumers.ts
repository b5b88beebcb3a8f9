import { readFileSync } from 'node:fs';
import { KubectlV36Layer } from '@aws-cdk/lambda-layer-kubectl-v36';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Cluster, type ClusterProps, IpFamily, KubernetesVersion } from 'aws-cdk-lib/aws-eks-v2';
import { Construct, DependencyGroup } from 'constructs';
import { ConsumerDeployment, type ConsumerDeploymentProps } from '../../../lib/consumer/consumer-deployment.ts';
import type { IConsumerCluster, NodeArchitecture } from '../../../lib/consumer/i-consumer-cluster.ts';
import { Keda } from '../../../lib/consumer/keda.ts';
import { ConsumerNamespace } from '../../../lib/consumer/namespace.ts';
import { ConsumerGroup, type ConsumerGroupProps, FanoutTopic, Saga, TransactionTable } from '../../../lib/index.ts';
import { OUTDIR } from './outdir.ts';
import { newStep } from './sagas.ts';

/** A stack under the feature flags of the application, without the kubectl layer's 57 MB being copied. */
export function newStack(): Stack {
  const { context } = JSON.parse(readFileSync(new URL('../../../cdk.json', import.meta.url), 'utf8'));
  return new Stack(
    new App({
      outdir: OUTDIR,
      context: { ...context, 'aws:cdk:disable-asset-staging': true, 'aws:cdk:bundling-stacks': [] },
    }),
    'Test',
  );
}

/** The least that consumers can be put on. */
export class PlainCluster extends Construct implements IConsumerCluster {
  readonly cluster: Cluster;
  readonly ready = new DependencyGroup();
  readonly nodeArchitecture: NodeArchitecture;
  readonly ipFamily = IpFamily.IP_V4;
  readonly configCommand = 'none is needed';

  constructor(scope: Construct, props: Partial<ClusterProps> & { nodeArchitecture?: NodeArchitecture } = {}) {
    super(scope, 'Cluster');
    const { nodeArchitecture = 'amd64', ...cluster } = props;
    this.nodeArchitecture = nodeArchitecture;
    this.cluster = new Cluster(this, 'Resource', {
      version: KubernetesVersion.V1_36,
      kubectlProviderOptions: { kubectlLayer: new KubectlV36Layer(this, 'Kubectl') },
      ...cluster,
    });
  }
}

export interface ConsumerOptions {
  /** @default PlainCluster */
  readonly cluster?: (stack: Stack) => IConsumerCluster;
  readonly consumer?: Partial<ConsumerDeploymentProps>;
  readonly group?: Partial<ConsumerGroupProps>;
}

/** The consumers of a group, `saga` unless said otherwise, with a queue, a saga and a cluster of their own. */
export function newConsumer({
  cluster: newCluster,
  consumer = {},
  group = {},
}: ConsumerOptions = {}): ConsumerDeployment {
  const stack = newStack();
  const cluster = newCluster?.(stack) ?? new PlainCluster(stack);
  const namespace = new ConsumerNamespace(stack, 'Namespace', { cluster, namespaceName: 'fanout-saga-test' });
  const { identityType } = consumer;
  const keda = new Keda(stack, 'Keda', { cluster, namespaces: [namespace], ...(identityType && { identityType }) });
  const saga = 'saga' in consumer || consumer.handler === 'audit' ? undefined : newSaga(stack);
  return new ConsumerDeployment(stack, 'Consumer', {
    cluster,
    namespace,
    keda,
    image: { imageUri: 'registry.test/consumer:hash' },
    groupName: 'saga',
    handler: 'start-saga',
    group: new ConsumerGroup(stack, 'group', { topic: new FanoutTopic(stack, 'Topic'), ...group }),
    appEnv: 'integration',
    ...(saga && { saga }),
    ...consumer,
  });
}

export function newSaga(stack: Stack, id = 'Saga'): Saga {
  return new Saga(stack, id, {
    steps: [newStep(stack, 'OnlyStep')],
    table: new TransactionTable(stack, `${id}Records`),
  });
}

export function templateOf(construct: Construct): Template {
  return Template.fromStack(Stack.of(construct));
}
