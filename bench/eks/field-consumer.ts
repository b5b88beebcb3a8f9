import { Stack } from 'aws-cdk-lib';
import type { Cluster, KubernetesManifest, ServiceAccount } from 'aws-cdk-lib/aws-eks';
import type { Construct } from 'constructs';
import type { HandlerName } from '../../contract/consumer-groups.ts';
import type { IConsumerImage } from '../../lib/consumer/consumer-image.ts';
import { podEnvironment } from '../../lib/consumer/deployment/environment.ts';
import { consumerManifest } from '../../lib/consumer/deployment/manifest.ts';
import type { ConsumerGroup } from '../../lib/messaging/consumer-group.ts';
import type { Saga } from '../../lib/saga/saga.ts';

export interface FieldConsumerProps {
  readonly cluster: Cluster;
  readonly namespace: KubernetesManifest;
  readonly namespaceName: string;
  readonly keda: { readonly operator: ServiceAccount; readonly chart: Construct };
  readonly image: IConsumerImage;
  readonly groupName: string;
  readonly handler: HandlerName;
  readonly group: ConsumerGroup;
  /** @default - the handler starts none */
  readonly saga?: Saga;
}

const SCALING = { minReplicas: 1, maxReplicas: 3, messagesPerReplica: 1_000 };
const STARTING = { startRatePerSecond: 150, startBurst: 800, maxReplicas: SCALING.maxReplicas };

/** One group's consumers: the same objects of Kubernetes as ours, under a service account made by `addServiceAccount`. */
export function fieldConsumer(scope: Construct, props: FieldConsumerProps): void {
  const { cluster, namespace, namespaceName, keda, image, groupName, handler, group, saga } = props;
  const { region } = Stack.of(scope);
  const { queueUrl } = group.queue;
  const name = `consumer-${groupName}`;

  const serviceAccount = cluster.addServiceAccount(groupName, { namespace: namespaceName, name });
  serviceAccount.node.addDependency(namespace);
  group.grantConsume(serviceAccount);
  saga?.grantStartExecution(serviceAccount);
  group.queue.grant(keda.operator, 'sqs:GetQueueAttributes');

  const manifest = cluster.addManifest(
    `${groupName}Deployment`,
    ...consumerManifest({
      ...SCALING,
      name,
      groupName,
      namespaceName,
      serviceAccountName: name,
      identityType: 'irsa',
      nodeArchitecture: 'amd64',
      imageUri: image.imageUri,
      queueUrl,
      region,
      environment: podEnvironment({
        appEnv: 'integration',
        region,
        groupName,
        handler,
        queueUrl,
        visibilityTimeout: group.visibilityTimeout,
        ...(saga && { starting: { ...STARTING, stateMachineArn: saga.stateMachine.stateMachineArn } }),
      }),
    }),
  );
  manifest.node.addDependency(serviceAccount, keda.chart);
}
