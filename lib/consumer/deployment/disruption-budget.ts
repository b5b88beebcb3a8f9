import { k8s } from 'cdk8s-plus-34';
import type { Construct } from 'constructs';
import { selectorLabels } from './labels.ts';

/** Nodes are replaced for updates all the time: one pod of a group at a time, so that the others go on consuming. */
export function disruptionBudget(scope: Construct, name: string, groupName: string): void {
  new k8s.KubePodDisruptionBudget(scope, 'DisruptionBudget', {
    metadata: { name },
    spec: {
      // Not minAvailable, which would keep a node from going away for ever where there is one pod.
      maxUnavailable: k8s.IntOrString.fromNumber(1),
      // A pod that cannot become ready holds up no node.
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: selectorLabels(groupName) },
    },
  });
}
