import type { Duration } from 'aws-cdk-lib';
import type { HandlerName } from '../../../contract/consumer-groups.ts';
import { CONSUMER_VARIABLE as NAME } from '../../../contract/environment.ts';
import { IMAGE } from './image-layout.ts';

export interface PodEnvironmentProps {
  readonly appEnv: string;
  readonly region: string;
  readonly groupName: string;
  readonly handler: HandlerName;
  readonly queueUrl: string;
  readonly visibilityTimeout: Duration;
  /** Where the handler starts sagas. @default - it starts none */
  readonly starting?: StartingProps;
}

export interface StartingProps {
  readonly stateMachineArn: string;
  /** Of all pods together, executions a second. */
  readonly startRatePerSecond: number;
  /** Of all pods together. */
  readonly startBurst: number;
  readonly maxReplicas: number;
}

/** All that a pod is told. Its credentials come from EKS, which adds variables of its own. */
export function podEnvironment(props: PodEnvironmentProps): Record<string, string> {
  const { appEnv, region, groupName, handler, queueUrl, visibilityTimeout, starting } = props;
  return {
    [NAME.appEnv]: appEnv,
    // EKS adds it for IRSA too, but the region of the queue is not for the cluster to say.
    [NAME.region]: region,
    [NAME.consumerGroup]: groupName,
    [NAME.handler]: handler,
    [NAME.queueUrl]: queueUrl,
    [NAME.visibilityTimeoutSeconds]: String(visibilityTimeout.toSeconds()),
    [NAME.port]: String(IMAGE.port),
    ...(starting && {
      [NAME.stateMachineArn]: starting.stateMachineArn,
      [NAME.startRatePerSecond]: String(share(starting.startRatePerSecond, starting.maxReplicas)),
      [NAME.startBurst]: String(share(starting.startBurst, starting.maxReplicas)),
    }),
  };
}

/** The quota is one for all pods and pods do not know of each other: each gets what is left to it when all of them run. */
export function share(total: number, maxReplicas: number): number {
  return Math.max(1, Math.floor(total / maxReplicas));
}
