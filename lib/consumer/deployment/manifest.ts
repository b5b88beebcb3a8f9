import { App, Chart } from 'cdk8s';
import type { IdentityType } from '../identity/identity-type.ts';
import { disruptionBudget } from './disruption-budget.ts';
import { labels } from './labels.ts';
import { networkPolicy } from './network-policy.ts';
import { type ScalingProps, scaling } from './scaling.ts';
import { type WorkloadProps, workload } from './workload.ts';

export interface ConsumerChartProps extends WorkloadProps, ScalingProps {
  readonly namespaceName: string;
  readonly identityType: IdentityType;
}

/** The Kubernetes objects of a group's consumers, ready to be applied together. */
export function consumerManifest(props: ConsumerChartProps): Record<string, unknown>[] {
  const { name, groupName, namespaceName } = props;
  const chart = new Chart(new App(), name, { namespace: namespaceName, labels: labels(groupName) });
  // What holds them back first, so that no pod runs without it.
  networkPolicy(chart, props);
  disruptionBudget(chart, name, groupName);
  workload(chart, props);
  scaling(chart, props);
  return chart.toJson();
}
