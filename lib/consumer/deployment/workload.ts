import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import { Deployment, DeploymentStrategy, LabelSelector, PercentOrAbsolute, ServiceAccount } from 'cdk8s-plus-34';
import type { Construct } from 'constructs';
import type { NodeArchitecture } from '../i-consumer-cluster.ts';
import { type ConsumerContainerProps, consumerContainer } from './container.ts';
import { IMAGE } from './image-layout.ts';
import { labels, selectorLabels } from './labels.ts';

export interface WorkloadProps extends ConsumerContainerProps {
  readonly name: string;
  readonly groupName: string;
  readonly serviceAccountName: string;
  readonly nodeArchitecture: NodeArchitecture;
}

/** A drain takes 53 s at most: 45 s for parked polls and handlers, 2 s for handlers to heed their signal, 6 s to delete and release. */
export const GRACE = Duration.seconds(60);

/** The Deployment of a group's consumers. How many there are is for the scaler to say. */
export function workload(scope: Construct, props: WorkloadProps): Deployment {
  const { name, groupName, serviceAccountName } = props;
  const deployment = new Deployment(scope, 'Deployment', {
    metadata: { name },
    // Selectors and labels of our own: those of cdk8s are made of the construct's path, which a refactoring changes.
    select: false,
    podMetadata: { labels: labels(groupName), annotations: SCRAPE },
    serviceAccount: ServiceAccount.fromServiceAccountName(scope, 'ServiceAccount', serviceAccountName),
    automountServiceAccountToken: false,
    // Variables for each Service of the namespace: nobody reads them, and one may have the name of ours.
    enableServiceLinks: false,
    // EKS's token for the role is the group's to read.
    securityContext: { user: IMAGE.user, group: IMAGE.user, fsGroup: IMAGE.user, ensureNonRoot: true },
    terminationGracePeriod: GRACE,
    // Never fewer than are wanted. A pod more for a while shares the queue, and Step Functions throttles it if it has to.
    strategy: DeploymentStrategy.rollingUpdate({
      maxUnavailable: PercentOrAbsolute.absolute(0),
      maxSurge: PercentOrAbsolute.absolute(1),
    }),
    revisionHistoryLimit: 3,
    containers: [consumerContainer(props)],
  });
  deployment.select(LabelSelector.of({ labels: selectorLabels(groupName) }));
  deployment.markHasAutoscaler();
  patch(deployment, props);
  return deployment;
}

/** What cdk8s-plus has no words for. */
function patch(deployment: Deployment, { groupName, nodeArchitecture }: WorkloadProps): void {
  ApiObject.of(deployment).addJsonPatch(
    JsonPatch.remove('/spec/template/metadata/labels/cdk8s.io~1metadata.addr'),
    JsonPatch.add('/spec/template/spec/nodeSelector', {
      'kubernetes.io/os': 'linux',
      'kubernetes.io/arch': nodeArchitecture,
    }),
    JsonPatch.add(
      '/spec/template/spec/topologySpreadConstraints',
      ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => spread(topologyKey, groupName)),
    ),
  );
}

/** As evenly as the nodes that are there allow: a pod in the wrong zone consumes, a pod that waits for a node does not. */
function spread(topologyKey: string, groupName: string) {
  return {
    topologyKey,
    maxSkew: 1,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: selectorLabels(groupName) },
    // Of one revision: during an update the old pods are no reason to avoid a node.
    matchLabelKeys: ['pod-template-hash'],
  };
}

const SCRAPE = {
  'prometheus.io/scrape': 'true',
  'prometheus.io/port': String(IMAGE.port),
  'prometheus.io/path': '/metrics',
};
