import { Stack } from 'aws-cdk-lib';
import { KubernetesManifest } from 'aws-cdk-lib/aws-eks-v2';
import { Construct } from 'constructs';
import type { HandlerName } from '../../contract/consumer-groups.ts';
import type { ConsumerGroup } from '../messaging/consumer-group.ts';
import { enforce } from '../rules.ts';
import type { Saga } from '../saga/saga.ts';
import type { IConsumerImage } from './consumer-image.ts';
import { type AppEnv, DEPLOYMENT_RULES, type DeploymentPlan } from './deployment/deployment-rules.ts';
import { podEnvironment } from './deployment/environment.ts';
import { consumerManifest } from './deployment/manifest.ts';
import type { IConsumerCluster } from './i-consumer-cluster.ts';
import type { IdentityType } from './identity/identity-type.ts';
import type { Keda } from './keda.ts';
import type { ConsumerNamespace } from './namespace.ts';
import { PodServiceAccount } from './service-account.ts';

export interface ConsumerDeploymentProps {
  readonly cluster: IConsumerCluster;
  /** On that cluster. */
  readonly namespace: ConsumerNamespace;
  /** On that cluster, watching that namespace. */
  readonly keda: Keda;
  readonly image: IConsumerImage;
  /** 1 to 40 of a-z 0-9 -, unique in the namespace. */
  readonly groupName: string;
  /** What is done with a message. */
  readonly handler: HandlerName;
  /** Whose queue is consumed. */
  readonly group: ConsumerGroup;
  /**
   * What is started for a message; the handler `start-saga` needs it, no other may have it.
   *
   * @default - nothing is started
   */
  readonly saga?: Saga;
  /** Under which rule the consumer takes its credentials: in all of these, the role of its service account only. */
  readonly appEnv: AppEnv;
  /**
   * How the pods come to their role.
   *
   * @default 'irsa'
   */
  readonly identityType?: IdentityType;
  /**
   * Pods when there is nothing to do, 0 to 1,000. With 0 the first message waits up to 30 s for KEDA to look, then for a pod, and
   * perhaps a minute for a node.
   *
   * @default 1
   */
  readonly minReplicas?: number;
  /**
   * Pods at most, 1 to 1,000. More do not start more sagas: they share `startRatePerSecond`.
   *
   * @default 3
   */
  readonly maxReplicas?: number;
  /**
   * Executions started a second, by all pods together, where sagas are started. The quota of an account and region is 300 in
   * us-east-1, us-west-2 and eu-west-1, 150 elsewhere. A pod gets its share of it for `maxReplicas`, at least 1.
   *
   * @default 150
   */
  readonly startRatePerSecond?: number;
  /**
   * Executions started at once after a quiet time, shared in the same way. The quota is 1,300 in these three regions, 800
   * elsewhere.
   *
   * @default 800
   */
  readonly startBurst?: number;
  /**
   * For how many messages, waiting and in flight, there is to be a pod, 1 to 1,000,000. By default as many as a pod with its
   * share of 50 a second starts in 20 s, about as long as another pod takes to come.
   *
   * @default 1000
   */
  readonly messagesPerReplica?: number;
}

/**
 * The consumers of one group on a cluster: a Deployment that KEDA scales with the queue, under a service account that may consume
 * this queue, start this state machine, and nothing else.
 *
 * A pod asks for 100m CPU and 256 MiB, which is free where a node has room. KEDA and Kubernetes read the queue's depth every 15
 * to 30 s, about 260,000 requests a month, $0.10.
 */
export class ConsumerDeployment extends Construct {
  /** What the pods may do. */
  readonly serviceAccount: PodServiceAccount;
  /** What was applied to the cluster, the Deployment among it. */
  readonly manifest: KubernetesManifest;

  /** @throws ConfigurationError, when no consumer can be made of the props; it says which, why and what to change */
  constructor(scope: Construct, id: string, props: ConsumerDeploymentProps) {
    super(scope, id);
    const plan = planOf(props);
    enforce(this, DEPLOYMENT_RULES, plan);
    const { cluster, namespace, keda, group, groupName } = props;
    const identityType = props.identityType ?? 'irsa';
    const name = `consumer-${groupName}`;

    this.serviceAccount = new PodServiceAccount(this, 'ServiceAccount', {
      cluster: cluster.cluster,
      namespace: namespace.namespaceName,
      name,
      identityType,
    });
    this.serviceAccount.node.addDependency(namespace);
    group.grantConsume(this.serviceAccount);
    props.saga?.grantStartExecution(this.serviceAccount);

    const { queueUrl } = group.queue;
    const { region } = Stack.of(this);
    this.manifest = new KubernetesManifest(this, 'Manifest', {
      cluster: cluster.cluster,
      manifest: consumerManifest({
        ...plan,
        name,
        namespaceName: namespace.namespaceName,
        serviceAccountName: this.serviceAccount.serviceAccountName,
        identityType,
        nodeArchitecture: cluster.nodeArchitecture,
        imageUri: props.image.imageUri,
        queueUrl,
        region,
        environment: podEnvironment({
          ...plan,
          region,
          queueUrl,
          visibilityTimeout: group.visibilityTimeout,
          ...(props.saga && { starting: { ...plan, stateMachineArn: props.saga.alias.aliasArn } }),
        }),
      }),
    });
    // EKS looks at the service account when a pod is made, and the types of KEDA's objects have to be known.
    this.manifest.node.addDependency(namespace, this.serviceAccount, keda);
    keda.grantReadDepth(group.queue).applyBefore(this.manifest);
  }
}

function planOf(props: ConsumerDeploymentProps): DeploymentPlan {
  return {
    groupName: props.groupName,
    appEnv: props.appEnv,
    handler: props.handler,
    saga: props.saga,
    minReplicas: props.minReplicas ?? 1,
    maxReplicas: props.maxReplicas ?? 3,
    startRatePerSecond: props.startRatePerSecond ?? 150,
    startBurst: props.startBurst ?? 800,
    messagesPerReplica: props.messagesPerReplica ?? 1_000,
  };
}
