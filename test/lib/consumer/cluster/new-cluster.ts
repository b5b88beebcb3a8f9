import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ConsumerCluster, type ConsumerClusterProps } from '../../../../lib/consumer/cluster.ts';
import { OUTDIR } from '../../support/outdir.ts';

/** A stack under the feature flags of the application, without the kubectl layer's 57 MB being copied. */
export function newStack(): Stack {
  const { context } = JSON.parse(readFileSync(new URL('../../../../cdk.json', import.meta.url), 'utf8'));
  return new Stack(new App({ outdir: OUTDIR, context: { ...context, 'aws:cdk:disable-asset-staging': true } }), 'Test');
}

export function newCluster(props?: ConsumerClusterProps): ConsumerCluster {
  return new ConsumerCluster(newStack(), 'Cluster', props);
}

export function templateOf(props?: ConsumerClusterProps): Template {
  return Template.fromStack(Stack.of(newCluster(props)));
}

/** All kinds of clusters that there are: what holds for one has to hold for each. */
export const VARIANTS: readonly (readonly [string, ConsumerClusterProps])[] = (
  ['prefix', 'secondaryCidr', 'ipv6'] as const
).flatMap((podNetwork) =>
  (['amd64', 'arm64'] as const).map(
    (nodeArchitecture) => [`${podNetwork} on ${nodeArchitecture}`, { podNetwork, nodeArchitecture }] as const,
  ),
);
