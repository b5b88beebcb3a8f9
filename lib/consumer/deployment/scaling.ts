import type { IScaledObject, ITriggerAuthentication } from '@kubernetes-models/keda/keda.sh/v1alpha1';
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';

export interface ScalingProps {
  /** Of the Deployment, and of what is made here. */
  readonly name: string;
  readonly queueUrl: string;
  readonly region: string;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly messagesPerReplica: number;
}

/** Makes as many pods as the queue is long, waiting and in flight, with the identity of KEDA's operator. */
export function scaling(scope: Construct, props: ScalingProps): void {
  const { name } = props;
  const authentication: ITriggerAuthentication = {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'TriggerAuthentication',
    metadata: { name },
    spec: { podIdentity: { provider: 'aws' } },
  };
  new ApiObject(scope, 'TriggerAuthentication', authentication);
  new ApiObject(scope, 'ScaledObject', scaledObject(props));
}

function scaledObject(props: ScalingProps): IScaledObject {
  const { name, minReplicas, maxReplicas } = props;
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicaCount: minReplicas,
      maxReplicaCount: maxReplicas,
      // Only from and to nothing; in between Kubernetes asks every 15 s.
      pollingInterval: 30,
      cooldownPeriod: 300,
      // A queue that cannot be read is no empty queue.
      fallback: { failureThreshold: 5, replicas: Math.max(1, minReplicas), behavior: 'currentReplicasIfHigher' },
      advanced: { horizontalPodAutoscalerConfig: { name, behavior: BEHAVIOR } },
      triggers: [{ type: 'aws-sqs-queue', metadata: depth(props), authenticationRef: { name } }],
    },
  };
}

/** KEDA takes texts only. */
function depth({ queueUrl, region, messagesPerReplica }: ScalingProps): Record<string, string> {
  return {
    queueURL: queueUrl,
    awsRegion: region,
    queueLength: String(messagesPerReplica),
    // One message is enough to leave nothing.
    activationQueueLength: '0',
    // What a pod works on is not done: without it, a full pod would seem idle.
    scaleOnInFlight: 'true',
  };
}

/** Up at once, twice as many every half minute; down a pod a minute, the time of a drain, when the queue has been short for five. */
const BEHAVIOR = {
  scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: 'Percent', value: 100, periodSeconds: 30 }] },
  scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
};
